import Crypto
import Foundation

/// How a page looks: light and dark, on paper, on a telephone; no colour says what no word says.
enum HTMLStyle {
    /// What the page's policy lets through: this very style, and nothing from anywhere.
    static let policy: String = {
        let digest = Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString()
        return "default-src 'none'; style-src 'sha256-\(digest)'; base-uri 'none'; form-action 'none'"
    }()

    static let text = """

        :root { color-scheme: light dark; --page: #fff; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --box: #f6f8fa;
          --dark: #116329; --darkbox: #dafbe1; --lit: #a40e26; --litbox: #ffebe9; --unknown: #6f4400; --unknownbox: #fff3cd; }
        @media (prefers-color-scheme: dark) { :root { --page: #0f1318; --ink: #e6edf3; --soft: #9da7b3; --line: #30363d;
          --box: #171c23; --dark: #7ee2a0; --darkbox: #10331d; --lit: #ffb3ad; --litbox: #4d1519; --unknown: #f2cc60;
          --unknownbox: #3d2e05; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 64rem; background: var(--page); color: var(--ink);
          font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
          overflow-wrap: anywhere; }
        h1 { font-size: 1.7rem; line-height: 1.25; margin: .25rem 0 1rem; font-weight: 650; max-width: 46rem;
          text-wrap: balance; }
        h2 { font-size: 1.15rem; margin: 2.75rem 0 .75rem; font-weight: 650; }
        p { margin: .5rem 0; max-width: 46rem; }
        .kicker, .meta, figcaption, footer { color: var(--soft); font-size: .875rem; }
        .kicker { margin: 0; }
        .verdict { border-left: .3rem solid var(--line); padding-left: 1rem; }
        .verdict.good { border-color: var(--dark); } .verdict.bad { border-color: var(--lit); }
        .verdict.open { border-color: var(--unknown); }
        .notice { background: var(--unknownbox); color: var(--unknown); border-radius: .375rem; padding: .75rem 1rem;
          margin: 1rem 0; }
        .notice p { max-width: none; }
        .sums { margin: 0; padding: 0; list-style: none; display: grid; gap: .5rem; }
        .sums li { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; background: var(--box);
          border-radius: .375rem; padding: .6rem .9rem; }
        .sums b { font-size: 1.15rem; font-variant-numeric: tabular-nums; font-weight: 650; }
        .sums .op { color: var(--soft); } .sums .zero { color: var(--soft); } .sums .zero b { font-weight: 400; }
        .figures { display: flex; flex-wrap: wrap; gap: .75rem 2.5rem; margin: 0 0 1rem; }
        .figures div { min-width: 7rem; } .figures dt { color: var(--soft); font-size: .875rem; }
        .figures dd { margin: 0; font-size: 1.35rem; font-variant-numeric: tabular-nums; }
        .scroll { overflow-x: auto; margin: .5rem 0 1.25rem; } .scroll:focus-visible { outline: 2px solid var(--soft); }
        table { border-collapse: collapse; width: 100%; font-size: .9rem; }
        caption { text-align: left; color: var(--soft); font-size: .875rem; padding-bottom: .35rem; }
        th, td { text-align: left; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--line);
          vertical-align: top; overflow-wrap: normal; }
        th { font-weight: 600; white-space: nowrap; } td.number, th.number { text-align: right;
          font-variant-numeric: tabular-nums; white-space: nowrap; }
        td.number + td, th.number + th { padding-left: .6rem; } td.label { max-width: 14rem; overflow-wrap: anywhere; }
        td.id { min-width: 11rem; max-width: 20rem; overflow-wrap: anywhere; } td.why { min-width: 10rem; }
        td.id, code { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, monospace; font-size: .85em; }
        td .cause { color: var(--soft); font-size: .85rem; display: block; overflow-wrap: anywhere; max-width: 26rem; }
        .badge { display: inline-block; border-radius: .25rem; padding: 0 .4rem; font-size: .8125rem; white-space: nowrap;
          background: var(--box); color: var(--ink); }
        .badge.dark { background: var(--darkbox); color: var(--dark); } .badge.lit { background: var(--litbox); color: var(--lit); }
        .badge.unknown { background: var(--unknownbox); color: var(--unknown); }
        figure { margin: .5rem 0 1.25rem; } svg { display: block; }
        svg text { fill: var(--ink); font: 13px system-ui, "DejaVu Sans", sans-serif; } svg .soft { fill: var(--soft); }
        svg .darkcell { fill: var(--darkbox); } svg .litcell { fill: var(--litbox); } svg .unknowncell { fill: var(--unknownbox); }
        svg text.darkcell { fill: var(--dark); } svg text.litcell { fill: var(--lit); } svg text.unknowncell { fill: var(--unknown); }
        svg .rail { stroke: var(--line); stroke-width: 2; } svg .tick { stroke: var(--soft); stroke-width: 2; }
        svg .end { fill: var(--dark); } svg .open { stroke: var(--lit); stroke-width: 2; stroke-dasharray: 3 3; }
        footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem; }
        @media print { :root { color-scheme: light; } body { max-width: none; padding: 0; font-size: 10pt; }
          .scroll { overflow: visible; } h2 { break-after: avoid; } tr, figure, .sums li { break-inside: avoid; } }

        """
}
