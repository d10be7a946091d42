// How the HTML report looks: two colour schemes, paper, and colours that differ in lightness too, because one reader in
// twelve cannot tell red from green. Meaning is never in colour alone.
import { Markup } from './markup.js';

const CSS = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1b1f24; --soft: #57606a; --line: #d5dae0; --panel: #f5f7f9;
  --good: #116329; --good-paper: #e3f6e8; --bad: #a40e26; --bad-paper: #fdeaec;
  --wait: #7a4b00; --wait-paper: #fff3d6; --live: #0b5cad; --replay: #b34700; --mark: #ffe08a;
  --series-1: #57606a; --series-2: #7048a8; --series-3: #0f7b75; --series-4: #8a6d00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181d; --ink: #e6eaef; --soft: #9aa5b1; --line: #333c46; --panel: #1c2229;
    --good: #6fdd8b; --good-paper: #12301c; --bad: #ff9aa5; --bad-paper: #3d1519;
    --wait: #f2c46d; --wait-paper: #38290b; --live: #6cb2ff; --replay: #ffa366; --mark: #6b5200;
    --series-1: #9aa5b1; --series-2: #c0a0f0; --series-3: #5fd0c8; --series-4: #d9bd4a;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 68rem; background: var(--paper);
  color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif;
}
h1 { font-size: 1rem; font-weight: 600; color: var(--soft); margin: 0 0 1rem; }
h2 { font-size: 1.25rem; margin: 2.75rem 0 .75rem; padding-bottom: .35rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.1rem; margin: 0; }
p { margin: .5rem 0; }
code, .number { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .875em; }
pre { margin: .5rem 0 0; padding: .6rem .8rem; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; }
.verdict { border-radius: 10px; padding: 1.5rem 1.75rem; border: 2px solid currentColor; }
.verdict strong { display: block; font-size: 2.6rem; line-height: 1.1; letter-spacing: .01em; }
.verdict .sentence { font-size: 1.15rem; color: var(--ink); margin: .6rem 0 0; }
.verdict ul { color: var(--ink); margin: .75rem 0 0; padding-left: 1.2rem; }
.good { color: var(--good); } .bad { color: var(--bad); } .wait { color: var(--wait); }
.verdict.good { background: var(--good-paper); } .verdict.bad { background: var(--bad-paper); } .verdict.wait { background: var(--wait-paper); }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.5rem; margin: 1.5rem 0 0; }
dl.facts dt { color: var(--soft); } dl.facts dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .925rem; }
caption { text-align: left; color: var(--soft); padding-bottom: .4rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .9rem .45rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--soft); white-space: nowrap; }
td.number { overflow-wrap: anywhere; } td.when { white-space: nowrap; }
table.numbers { width: auto; min-width: 50%; margin: .75rem 0; }
mark { background: var(--mark); color: inherit; border-radius: 2px; font-weight: 700; }
.badge { display: inline-block; border: 1px solid currentColor; border-radius: 999px; padding: .05rem .65rem; font-size: .8rem; font-weight: 600; white-space: nowrap; }
.badge.good { background: var(--good-paper); } .badge.bad { background: var(--bad-paper); } .badge.wait { background: var(--wait-paper); } .badge.plain { color: var(--soft); }
article.root { border: 1px solid var(--line); border-left: 6px solid var(--bad); border-radius: 8px; padding: 1.1rem 1.35rem 1.25rem; margin: 1rem 0; break-inside: avoid; }
article.root.accepted { border-left-color: var(--good); }
article.root header { display: flex; flex-wrap: wrap; gap: .5rem .8rem; align-items: baseline; }
article.root dl.facts { margin-top: .9rem; }
.ordinal { display: inline-block; min-width: 1.7em; text-align: center; background: var(--ink); color: var(--paper); border-radius: 999px; font-size: .85rem; font-weight: 700; padding: .05rem .4rem; }
.soft { color: var(--soft); } ul.plain { margin: .25rem 0; padding-left: 1.1rem; }
figure { margin: 0; } figcaption { color: var(--soft); font-size: .9rem; margin-top: .35rem; }
svg { width: 100%; height: auto; display: block; } svg text { fill: var(--soft); font: 12px system-ui, sans-serif; }
svg .frame { fill: none; stroke: var(--line); } svg .grid { stroke: var(--line); stroke-width: 1; }
svg .line { fill: none; stroke-width: 1.8; stroke-linejoin: round; }
svg .live { stroke: var(--live); } svg .replay { stroke: var(--replay); stroke-dasharray: 6 3; }
svg .series-1 { stroke: var(--series-1); } svg .series-2 { stroke: var(--series-2); stroke-dasharray: 9 2; } svg .series-3 { stroke: var(--series-3); stroke-dasharray: 4 2; } svg .series-4 { stroke: var(--series-4); stroke-dasharray: 2 2; }
svg .root-line { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 3 3; } svg .root-dot { fill: var(--bad); } svg text.root-number { fill: var(--paper); font-weight: 700; text-anchor: middle; }
svg text.title { fill: var(--ink); font-weight: 600; }
details { border: 1px solid var(--line); border-radius: 8px; padding: .6rem 1rem; } summary { cursor: pointer; font-weight: 600; }
a { color: var(--live); } a:focus-visible, summary:focus-visible { outline: 3px solid var(--live); outline-offset: 2px; }
footer { margin-top: 3rem; color: var(--soft); font-size: .875rem; }
@media print {
  :root {
    color-scheme: light;
    --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --panel: #f4f4f4; --good: #116329; --good-paper: #fff;
    --bad: #a40e26; --bad-paper: #fff; --wait: #7a4b00; --wait-paper: #fff; --live: #0b5cad; --replay: #b34700; --mark: #ffe08a;
    --series-1: #57606a; --series-2: #7048a8; --series-3: #0f7b75; --series-4: #8a6d00;
  }
  body { max-width: none; padding: 0; font-size: 11pt; }
  h2 { break-after: avoid; } tr, figure { break-inside: avoid; } thead { display: table-header-group; }
  details::details-content { content-visibility: visible; height: auto; }
}
@media (max-width: 40rem) { dl.facts { grid-template-columns: 1fr; gap: 0; } dl.facts dd { margin-bottom: .6rem; } .verdict strong { font-size: 2rem; } }
`;

export const STYLE = new Markup(`<style>${CSS}</style>`);
