/** Inline, because a report is one file. Texts keep a contrast of 4.5 to 1 in both schemes (WCAG 2.2, 1.4.3); paper gets the light one. */
export const style = `
:root { color-scheme: light dark; --ink: #1a1d21; --soft: #565c66; --paper: #ffffff; --card: #f4f5f7; --line: #d4d8de; --alarm: #b3261e; --alarmcard: #fdf1f0; --warn: #855600; --calm: #33608c; --mute: #a3abb7 }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --soft: #a6adb8; --paper: #14161a; --card: #1e2127; --line: #3a3f48; --alarm: #ff8a80; --alarmcard: #2a1a1b; --warn: #f2b84b; --calm: #8ab4e8; --mute: #656d7a } }
* { box-sizing: border-box }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
main, body > header, body > footer { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem }
body > header { padding-top: 2rem } h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 } h2 { font-size: 1.15rem; margin: 2.25rem 0 .5rem } h1 + p { margin: .25rem 0 }
p.lead { margin: 0 0 .75rem; color: var(--soft); max-width: 60rem }
.verdict { margin: 1rem 0; padding: .9rem 1.25rem; border-left: .4rem solid var(--calm); background: var(--card); font-size: 1.2rem }
.verdict.alarm { border-color: var(--alarm); background: var(--alarmcard) } .verdict strong { color: var(--alarm) } .verdict p { margin: .35rem 0 0; font-size: .95rem }
dl.sums { display: grid; grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr)); gap: .6rem; margin: 1rem 0 0 } dl.sums div { background: var(--card); padding: .5rem .9rem }
dl.sums dt { color: var(--soft); font-size: .85rem } dl.sums dd { margin: 0; font-size: 1.35rem; font-variant-numeric: tabular-nums } dl.sums .alarm dd { color: var(--alarm); font-weight: 600 }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(30rem, 100%), 1fr)); gap: 0 2.5rem } .plots .broad { grid-column: 1 / -1 } figure { margin: 0; overflow-x: auto } svg { max-width: 100%; height: auto; display: block }
.bars { list-style: none; margin: 0; padding: 0; font-size: .9rem } .bars li { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; margin: 0 0 .6rem } .bars .soft { margin-left: auto; text-align: right } .bars svg { flex: 0 0 100%; width: 100%; height: .75rem; margin-top: .15rem }
svg text { fill: var(--ink); font: 14px system-ui, sans-serif } svg .soft { fill: var(--soft) } svg .bar, svg .mark { fill: var(--calm) } svg .bar.alarm, svg .mark.alarm { fill: var(--alarm) } svg .bar.mute { fill: var(--mute) } svg .bar.warn { fill: var(--warn) } svg .ground { fill: var(--card) }
svg .evidence { fill: var(--ink) } svg .axis { stroke: var(--soft) } svg .grid { stroke: var(--line) } svg .limit { stroke: var(--soft); stroke-dasharray: 4 4 } svg .halo { paint-order: stroke; stroke: var(--paper); stroke-width: 5px } svg .mark { stroke: var(--paper); stroke-width: 1 }
.filter { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: baseline; margin: 0 0 .75rem } .filter[hidden] { display: none }
input { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); padding: .3rem .6rem; width: 22rem; max-width: 100% }
.wide { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: .92rem } caption { text-align: left; color: var(--soft); padding-bottom: .4rem }
th, td { text-align: left; vertical-align: top; padding: .45rem .7rem; border-bottom: 1px solid var(--line) } thead th { border-bottom: 2px solid var(--soft); white-space: nowrap }
th button { font: inherit; font-weight: 600; color: inherit; background: none; border: 0; padding: 0; cursor: pointer } th[aria-sort=ascending] button::after { content: " \\25B2" } th[aria-sort=descending] button::after { content: " \\25BC" }
.url { overflow-wrap: anywhere; min-width: 15rem } tbody th { font-weight: 600 } .point { overflow-wrap: anywhere; min-width: 9rem } .seen { min-width: 12rem } .release { min-width: 8.5rem } .release span { white-space: nowrap } .back { min-width: 11rem }
.tag { font-weight: 600; white-space: nowrap } .tag.alarm { color: var(--alarm) } .tag.warn { color: var(--warn) } .tag.calm { color: var(--calm) } .place { overflow-wrap: anywhere; min-width: 20rem } .place .level { display: block; font-weight: 400; padding-left: 1rem } .place .level + .level { padding-left: 2rem } .place .level + .level + .level { padding-left: 3rem }
.cves { min-width: 9.5rem } .cve { display: inline-block; white-space: nowrap; font-variant-numeric: tabular-nums } .cve.alarm { color: var(--alarm) } .cve.warn { color: var(--warn) } .todo { min-width: 13rem } .soft { color: var(--soft) } .asked { min-width: 18rem; max-width: 26rem } .asked .soft { font-weight: 400 } td.place { min-width: 12rem } .when { min-width: 10.5rem } .count { text-align: right; font-variant-numeric: tabular-nums }
code { font: .9em/1.45 ui-monospace, monospace; overflow-wrap: anywhere } details summary { cursor: pointer } section > details { border-bottom: 1px solid var(--line); padding: .4rem 0 } td details[open] { min-width: 16rem } td summary { white-space: nowrap }
ul { margin: .4rem 0 .6rem; padding-left: 1.25rem } li { overflow-wrap: anywhere } :focus-visible { outline: 3px solid var(--calm); outline-offset: 2px }
body > footer { padding-top: 2rem; padding-bottom: 2.5rem; color: var(--soft); font-size: .88rem }
@media (max-width: 40rem) {
  body > header { padding-top: 1rem } h1 { font-size: 1.3rem } dl.sums { grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: .35rem } dl.sums div { padding: .3rem .6rem } dl.sums dd { font-size: 1.1rem } figure > svg { width: 40rem; max-width: none }
  .wide { overflow: visible } .wide table, .wide caption, .wide tbody, .wide tr, .wide td, .wide tbody th { display: block } .wide thead { display: none } .wide tr { border-bottom: 1px solid var(--line); padding: .6rem 0 } .wide td, .wide tbody th { border: 0; padding: .1rem 0; min-width: 0; max-width: none } .wide .count { text-align: left } .cve { margin-right: .6rem } }
@media print { :root { color-scheme: light; --ink: #000; --soft: #444; --paper: #fff; --card: #f2f2f2; --line: #bbb; --alarm: #9b1c14; --alarmcard: #fbeeed; --warn: #6b4600; --calm: #2b5580; --mute: #999 }
  body { font-size: 11px } * { print-color-adjust: exact } .filter { display: none } tr, figure, .verdict { break-inside: avoid } thead { display: table-header-group } .wide { overflow: visible } }
`.trim()
