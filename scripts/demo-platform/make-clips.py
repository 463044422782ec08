#!/usr/bin/env python3
"""Makes the demo's platform: 1,100 clips as files, their inventory, and a report of 84 entries.

Usage: make-clips.py DIRECTORY EDGE_PORT

Everything is made up and the same each time; the "media" are pseudo-random bytes behind a file type's first few.
  www/                    p/ID.html, v/ID/QUALITY.mp4, t/ID-SIZE.jpg: what the origin serves
  clips.jsonl             the inventory, one row a clip in the shape of Twitch's Get Clips
  group-a.txt             34 ids
  group-b.txt             49 URLs in several published forms, and one of a clip that does not exist
  links.reported, .others every published link of the 83 reported clips, and of the 1,017 others
"""

import base64
import html
import json
import random
import struct
import sys
from pathlib import Path

CLIPS, GROUP_A, GROUP_B = 1_100, 34, 49
QUALITIES = ("1080", "720", "480", "360")
SIZES = ("480x272", "260x147")
ADJECTIVES = "Amber Brave Calm Dapper Eager Fancy Gentle Hasty Icy Jolly Keen Lucky Mellow Nimble Odd Proud".split()
NOUNS = "Acorn Badger Cactus Dolphin Ember Falcon Ginger Harbor Iris Jigsaw Kettle Lantern Meadow Otter".split()
ENDINGS = "Blink Cheer Dance Echo Float Grin Hop Jump Leap Nap Rally Shine Spin Twirl Wave Zoom".split()
CHANNELS = ("north_lantern", "tealotter", "quiet_kettle", "nine_falcons", "harbor_lights")
# A title is whatever a stranger typed: this one would clear a terminal and paint it red.
HOSTILE_TITLE = "\x1b[2J\x1b[31mALL CLEAR\x1b[0m \u202egnihton"


def make_ids(source):
    """Ids like CalmOtterEmberWave-k3_Zq0v-Xw1sT9aB; one pair differs only in the case of its letters."""
    ids = {}
    while len(ids) < CLIPS - 1:
        words = [source.choice(ADJECTIVES), *source.sample(NOUNS, 2), source.choice(ENDINGS)]
        ids["".join(words) + "-" + base64.urlsafe_b64encode(source.randbytes(12)).decode()] = None
    ids = list(ids)
    return ids + [ids[0].swapcase()]


def paths(clip):
    """The paths under which a clip is published, each with its file in the tree."""
    yield f"/clip/{clip}", f"p/{clip}.html"
    for quality in QUALITIES:
        yield f"/v/{clip}/{quality}.mp4", f"v/{clip}/{quality}.mp4"
    for size in SIZES:
        yield f"/t/{clip}-{size}.jpg", f"t/{clip}-{size}.jpg"


def row(clip, number, site, source):
    channel = number % len(CHANNELS)
    return {
        "id": clip,
        "url": f"{site}/clip/{clip}",
        "embed_url": f"{site}/embed?clip={clip}",
        "broadcaster_id": str(4_100_000 + channel),
        "broadcaster_name": CHANNELS[channel],
        "creator_id": str(source.randrange(10**6, 10**9)),
        "creator_name": f"viewer{source.randrange(10**5)}",
        "video_id": "" if number % 3 else str(source.randrange(10**9, 10**10)),
        "game_id": str(source.randrange(1, 10**6)),
        "language": source.choice(("en", "de", "fr", "es")),
        "title": HOSTILE_TITLE if number == 0 else f"{source.choice(ADJECTIVES)} moment {number}",
        "view_count": int(source.paretovariate(0.9)),
        "created_at": f"2026-{1 + number % 12:02}-{1 + number % 28:02}T12:{number % 60:02}:00Z",
        "thumbnail_url": f"{site}/t/{clip}-{SIZES[0]}.jpg",
        "duration": round(source.uniform(5, 60), 1),
        "vod_offset": None if number % 3 else source.randrange(20_000),
        "is_featured": number % 50 == 0,
    }


def content(name, title, source):
    if name.endswith(".html"):
        text = html.escape("".join(c for c in title if c.isprintable()))
        return f'<!doctype html><meta charset="utf-8"><title>{text}</title><p>A page without media.</p>\n'.encode()
    noise = source.randbytes(source.randrange(2_000, 6_000))
    if name.endswith(".mp4"):
        start = struct.pack(">I4s4sI4s4s", 24, b"ftyp", b"isom", 512, b"isom", b"mp42")
        return start + struct.pack(">I4s", 8 + len(noise), b"mdat") + noise
    return b"\xff\xd8\xff\xe0" + noise + b"\xff\xd9"


def url_forms(clip, number, site):
    """The forms in which people paste a clip's address, one after the other."""
    forms = (
        f"{site}/clip/{clip}",
        f"{site}/embed?clip={clip}",
        f"{site}/{CHANNELS[number % len(CHANNELS)]}/clip/{clip}",
        f"{site}/{clip}/edit",
        f"{site}/clip/{clip}?from=share#t=3",
        f"{site.upper().replace('HTTP', 'http')}/clip/{clip}",
    )
    return forms[number % len(forms)]


def main():
    directory, site = Path(sys.argv[1]), f"http://clips.test:{int(sys.argv[2])}"
    source = random.Random(1100)
    ids = make_ids(source)
    # The first, whose near twin is the last and is not reported, and 82 from anywhere in between.
    reported = [ids[0]] + source.sample(ids[1:-1], GROUP_A + GROUP_B - 1)
    group_a, group_b = reported[:GROUP_A], reported[GROUP_A:]

    www = directory / "www"
    for folder in ("p", "t", *(f"v/{clip}" for clip in ids)):
        (www / folder).mkdir(parents=True)
    rows = [row(clip, number, site, source) for number, clip in enumerate(ids)]
    for entry in rows:
        for _, name in paths(entry["id"]):
            (www / name).write_bytes(content(name, entry["title"], source))

    def write(name, lines):
        (directory / name).write_text("".join(line + "\n" for line in lines))

    write("clips.jsonl", (json.dumps(entry, separators=(",", ":")) for entry in rows))
    write("group-a.txt", ["# 34 ids", *group_a])
    urls = [url_forms(clip, number, site) for number, clip in enumerate(group_b)]
    urls.insert(20, f"{site}/clip/NeverWasSuchAClip-AAAAAAAAAAAAAAAA")
    write("group-b.txt", ["# 50 URLs as they were reported; one leads to no clip", *urls])
    chosen = set(reported)
    write("links.reported", (site + path for clip in ids if clip in chosen for path, _ in paths(clip)))
    write("links.others", (site + path for clip in ids if clip not in chosen for path, _ in paths(clip)))


if __name__ == "__main__":
    main()
