/** Inline, because a report is one file. Colours keep a contrast of 4.5 to 1 in both schemes; paper gets the light one. */
export const style = `
:root { color-scheme: light dark; --ink: #1c1e21; --soft: #565c66; --paper: #ffffff; --card: #f5f6f8; --line: #d4d8de; --alarm: #b3261e; --warn: #8a5a00; --calm: #33608c; --onbar: #ffffff }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --soft: #a6adb8; --paper: #14161a; --card: #1e2127; --line: #3a3f48; --alarm: #ff8a80; --warn: #f2b84b; --calm: #8ab4e8; --onbar: #14161a } }
* { box-sizing: border-box }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
main, header, footer { max-width: 72rem; margin: 0 auto; padding: 0 1.25rem }
header { padding-top: 2rem } h1 { font-size: 1.6rem; margin: 0 } h2 { font-size: 1.15rem; margin: 2.25rem 0 .75rem }
.verdict { margin: 1rem 0; padding: 1rem 1.25rem; border-left: .4rem solid var(--calm); background: var(--card); font-size: 1.15rem }
.verdict.alarm { border-color: var(--alarm) } .verdict strong { color: var(--alarm) } .verdict p { margin: .25rem 0 0; font-size: .95rem; color: var(--soft) }
dl.sums { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1rem 0 0 } dl.sums div { background: var(--card); padding: .6rem 1rem; min-width: 8rem }
dl.sums dt { color: var(--soft); font-size: .85rem } dl.sums dd { margin: 0; font-size: 1.35rem; font-variant-numeric: tabular-nums }
.wide { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: .92rem } caption { text-align: left; color: var(--soft); padding-bottom: .4rem }
th, td { text-align: left; vertical-align: top; padding: .45rem .7rem; border-bottom: 1px solid var(--line) } thead th { border-bottom: 2px solid var(--line); white-space: nowrap }
td.url, td.raw { overflow-wrap: anywhere; min-width: 12rem } .tag { font-weight: 600; white-space: nowrap } .tag.alarm { color: var(--alarm) } .tag.warn { color: var(--warn) }
svg text { fill: var(--ink); font: 14px system-ui, sans-serif } svg .soft { fill: var(--soft) } svg .bar { fill: var(--calm) } svg .bar.alarm { fill: var(--alarm) } svg .axis { stroke: var(--line) }
details { border-bottom: 1px solid var(--line); padding: .4rem 0 } summary { cursor: pointer } summary:focus-visible, a:focus-visible { outline: 3px solid var(--calm); outline-offset: 2px }
ul { margin: .4rem 0 .6rem; padding-left: 1.4rem } li { overflow-wrap: anywhere } .soft { color: var(--soft) } footer { padding: 2rem 1.25rem; color: var(--soft); font-size: .88rem }
@media print { :root { --ink: #000; --soft: #444; --paper: #fff; --card: #f2f2f2; --line: #bbb; --alarm: #9b1c14; --warn: #6b4600; --calm: #2b5580 } details > * { display: block } }
`.trim()
