import { readFileSync, unlinkSync } from 'node:fs'
import { floorsOn, oursOn } from './contenders.mjs'
import { measured } from './measure.mjs'

/**
 * How the cost of a scan grows: `find`, a scan and a quick scan on each tree, the best of `rounds` runs after one that
 * only fills caches. `trees`: folders by how many files they have. Gives a row for each tree and contender.
 */
export function growthOf(trees, folder, rounds) {
  return Object.entries(trees).flatMap(([files, root]) => {
    const [find] = floorsOn(root)
    const ours = oursOn(root, null).filter(({ is }) => is === 'ours' || is === 'quick')
    const best = new Map()
    let bytes = 0
    for (let round = 0; round <= rounds; round++) {
      for (const { is, command } of [find, ...ours]) {
        const run = measured(command, folder)
        if (run === null) throw new Error(`${command.join(' ')} did not end`)
        if (is === 'ours') bytes = bytesLookedInto(run.output)
        unlinkSync(run.output)
        if (round > 0) best.set(is, smallest(best.get(is), run))
      }
    }
    return [...best].map(([is, run]) => ({ files: Number(files), bytes, is, ...run }))
  })
}

function smallest(known, { seconds, cpu, megabytes }) {
  if (known === undefined) return { seconds, cpu, megabytes }
  return {
    seconds: Math.min(known.seconds, seconds),
    cpu: Math.min(known.cpu, cpu),
    megabytes: Math.max(known.megabytes, megabytes),
  }
}

/** As the last line of the report counts them: of the archives alone. */
function bytesLookedInto(output) {
  const last = readFileSync(output, 'utf8').trimEnd().split('\n').at(-1) ?? '{}'
  return JSON.parse(last).stats?.bytes ?? 0
}

/** The rows as a table in Markdown. */
export function growthTable(rows) {
  const names = { find: '`find -type f`', ours: '`fireline scan`', quick: '`fireline scan --quick`' }
  const cells = rows.map(({ files, bytes, is, seconds, cpu, megabytes }) => [
    files.toLocaleString('en'),
    is === 'find' ? '' : (bytes / 1e9).toFixed(2),
    names[is],
    seconds.toFixed(2),
    cpu.toFixed(2),
    megabytes.toFixed(0),
    Math.round(files / cpu).toLocaleString('en'),
  ])
  const head = ['files', 'GB in archives', 'what', 'seconds', 'CPU seconds', 'MB', 'files a CPU second']
  return [head, head.map(() => '---'), ...cells].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

const width = 640
const height = 360
const margin = { left: 60, right: 150, top: 20, bottom: 45 }
const colours = { find: '#777', ours: '#b3261e', quick: '#1a5fb4' }

/** CPU seconds over files, as an SVG. */
export function growthPlot(rows) {
  const mostFiles = Math.max(...rows.map(({ files }) => files))
  const mostSeconds = Math.ceil(Math.max(...rows.map(({ cpu }) => cpu)))
  const x = (files) => margin.left + (files / mostFiles) * (width - margin.left - margin.right)
  const y = (cpu) => height - margin.bottom - (cpu / mostSeconds) * (height - margin.top - margin.bottom)
  const text = (px, py, content, anchor) =>
    `<text x="${px.toFixed(1)}" y="${py.toFixed(1)}" text-anchor="${anchor}">${content}</text>`
  const ticks = [0, 0.25, 0.5, 0.75, 1]
  const axes = [
    `<path d="M${margin.left},${margin.top}V${height - margin.bottom}H${width - margin.right}" fill="none" stroke="#444"/>`,
    ...ticks.map((part) => text(margin.left - 8, y(part * mostSeconds) + 4, (part * mostSeconds).toFixed(1), 'end')),
    ...[...new Set(rows.map(({ files }) => files))].map((files) =>
      text(x(files), height - margin.bottom + 18, files.toLocaleString('en'), 'middle'),
    ),
    text((margin.left + width - margin.right) / 2, height - 8, 'files', 'middle'),
    `<text transform="translate(16 ${height / 2}) rotate(-90)" text-anchor="middle">CPU seconds</text>`,
  ]
  const lines = Object.entries(colours).flatMap(([is, colour]) => {
    const own = rows.filter((row) => row.is === is)
    const path = own.map(({ files, cpu }, i) => `${i === 0 ? 'M' : 'L'}${x(files).toFixed(1)},${y(cpu).toFixed(1)}`)
    const last = own.at(-1)
    const name = { find: 'find', ours: 'scan', quick: 'scan --quick' }[is]
    return [
      `<path d="${path.join('')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      ...own.map(
        ({ files, cpu }) => `<circle cx="${x(files).toFixed(1)}" cy="${y(cpu).toFixed(1)}" r="3" fill="${colour}"/>`,
      ),
      last === undefined ? '' : text(x(last.files) + 8, y(last.cpu) + 4, name, 'start'),
    ]
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<title>CPU seconds of a scan over the files of its tree</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...axes,
    ...lines,
    '</svg>\n',
  ].join('\n')
}
