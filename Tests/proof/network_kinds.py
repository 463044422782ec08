"""What holds in the cells of a kind beside what holds in all: blocks, unblocks, tags, revocations."""

from __future__ import annotations

from collections import defaultdict

from binary import DONE
from network_faults import Cell
from network_outcome import Matrix, Outcome, Scene, target_of

HEAD_START = 1_000_000  # microseconds for which a block may keep its clip's disables waiting
LATE = 5_000_000  # on a machine with other work; a request without an answer takes far longer
MOST_FAILURES = 5
NEVER = 1 << 62


def check_kind(matrix: Matrix, found: Outcome, cell: Cell) -> None:
    """In every phase."""
    if cell.kind.is_stopgap:
        _check_head_start(matrix, found, cell)
    if cell.kind.step == "revoke":
        _check_keys(matrix, found, cell)
    if cell.kind.step == "unblock":
        _check_light(matrix, found, cell)
    if cell.kind.step in ("purgeTag", "revoke"):
        _check_awaited(matrix, found, cell)
    if cell.kind.step in ("purgeTag", "revoke", "unblock"):
        _check_mercy(matrix, found, cell)


def check_stopgap(matrix: Matrix, found: Outcome, cell: Cell) -> None:
    """A block that fails keeps nothing waiting and nobody aside: without it everything is done.

    Where its connection is lost the purges are lost with it: that is their own failure.
    """
    if found.name == "lasting" and cell.is_http2:
        return
    states = {found.items[clip] for clip in cell.clips}
    matrix.check(cell, states == {("planned", "dark")}, f"{found.name}: its clips are dark without a block", states)
    steps = {state for clip in cell.clips for state in found.states_of(cell, clip)}
    matrix.check(cell, steps <= {"done", "skipped"}, f"{found.name}: no block of a clip that is done is open", steps)


def _check_head_start(matrix: Matrix, found: Outcome, cell: Cell) -> None:
    """A block has a second before the disables, and none before the purges."""
    late = {}
    for clip in cell.clips:
        first = min(one.intended for one in found.attempts_of(cell, clip))
        if found.disables.get(clip, NEVER) > first + HEAD_START + LATE:
            late[clip] = (first, found.disables.get(clip))
    matrix.check(cell, not late, f"{found.name}: no disable waits for a block that gets no answer", late)
    if cell.is_http2:
        return  # the purges are lost with the connection
    slow = {}
    for clip in cell.clips:
        first = min(found.attempts_of(cell, clip), key=lambda one: one.intended)
        purges = [one for one in found.attempts[cell.name] if (one.step, one.target) == ("purge", f"/{clip}/0")]
        done = min([one.finished or NEVER for one in purges if one.outcome == "done"] + [NEVER])
        ends = (first.finished or NEVER, done)
        if min(ends) > first.intended + HEAD_START + LATE:
            slow[clip] = ["never" if end == NEVER else round((end - first.intended) / 1e6, 1) for end in ends]
    claim = f"{found.name}: no purge waits for a block that gets no answer (seconds of the block, until the purge)"
    matrix.check(cell, not slow, claim, slow)


def _check_keys(matrix: Matrix, found: Outcome, cell: Cell) -> None:
    """One key for all that is sent for a clip at an endpoint, another for each clip."""
    keys = defaultdict(set)
    for visit in found.visits[cell.name]:
        if visit.method == "POST" and visit.target.startswith("/Reported"):
            keys[visit.target].add(visit.key)
    wrong = {target: some for target, some in keys.items() if len(some) != 1 or {len(key) for key in some} != {32}}
    matrix.check(cell, not wrong, f"{found.name}: every repeat of a revocation has the same key", wrong)
    several = len({key for one in keys.values() for key in one})
    matrix.check(cell, several == len(keys), f"{found.name}: each clip has a key of its own", (several, len(keys)))


def _check_awaited(matrix: Matrix, found: Outcome, cell: Cell) -> None:
    """A clip is not done before the step is."""
    early = {}
    for clip in cell.clips:
        steps = found.states_of(cell, clip)
        if found.items[clip] == ("planned", "dark") and steps != {"done"}:
            early[clip] = steps
    matrix.check(cell, not early, f"{found.name}: no clip is done before its {cell.kind.step} is", early)


def _check_mercy(matrix: Matrix, found: Outcome, cell: Cell) -> None:
    """A clip is set aside after five failures, or an answer that no repeat would change; to ask for time is neither."""
    hasty = {}
    for clip in cell.clips:
        state, tries = found.items[clip][0], found.attempts_of(cell, clip)
        failures = [one for one in tries if one.outcome in ("refused", "unknown") and one.status not in (429, 503)]
        # A connection that is cut off before its request may have been a purge's, whose failures count alike.
        is_told = cell.kind.step == "unblock" and cell.fault_name == "reset-before"
        if state == "setAside" and not (len(failures) >= MOST_FAILURES or cell.fault.gives_up or is_told):
            hasty[clip] = [(one.outcome, one.status) for one in tries]
    matrix.check(cell, not hasty, f"{found.name}: no clip is set aside before {MOST_FAILURES} failures", hasty)


def _check_light(matrix: Matrix, found: Outcome, cell: Cell) -> None:
    """What a node still refuses is never called lit."""
    wrong = [clip for clip in cell.clips if found.items[clip][1] == "lit" and _is_refused(found, cell, clip)]
    matrix.check(cell, not wrong, f"{found.name}: what is still refused is not called lit", wrong)


def check_brought_back(matrix: Matrix, found: Outcome, cell: Cell) -> None:
    """At the end a clip is lit unless its node refuses it, and is the run's own unless its unblock was given up."""
    wrong, aside = {}, {}
    for clip in cell.clips:
        state, visibility = found.items[clip]
        if (visibility == "lit") == _is_refused(found, cell, clip):
            wrong[clip] = (state, visibility)
        if state != "planned" and "failed" not in found.states_of(cell, clip) and cell.fault_name != "reset-before":
            aside[clip] = (state, visibility)
    matrix.check(cell, not wrong, f"{found.name}: what is no longer refused is lit, and nothing else", wrong)
    matrix.check(cell, not aside, f"{found.name}: nobody is set aside but for an unblock that was given up", aside)


def check_second_restore(matrix: Matrix, found: Outcome, scene: Scene, every: list[Cell]) -> None:
    """What one restore gave up, another can plan: a clip that stays refused is not lost to Purge."""
    for cell in every:
        for clip in cell.clips[:1]:
            if found.items[clip][0] == "setAside" and _is_refused(found, cell, clip):
                site = str(scene.world.site)
                again = scene.binary.call("restore", clip, "--site", site, "--reason", "proof", "--json")
                matrix.check(cell, again.code == DONE, "what one restore left refused, another can bring back", again)


def _is_refused(found: Outcome, cell: Cell, clip: str) -> bool:
    return any((cell.name, target_of(cell.url(clip, number))) in found.refused for number in range(cell.links))
