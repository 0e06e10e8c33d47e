/**
 * `node bench/run.mjs scan [--files 10000|50000|180000] [--runs N] [--quick] [--growth [--plot FILE]]`: how long `fireline scan` takes on a tree
 * like a server's, beside the scanners that are installed and beside `find`, and whether each finds what was planted.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { floorsOn, oursOn, peersOn } from './scan-parts/contenders.mjs'
import { growthOf, growthPlot, growthTable } from './scan-parts/growth.mjs'
import { measured, summary } from './scan-parts/measure.mjs'
import { plantedFolders } from './scan-parts/planted.mjs'
import { bringRaw } from './scan-parts/raw.mjs'
import { makeTree } from './scan-parts/tree.mjs'

const aims = { find: 4, quick: 1.5, peer: 2, megabytes: 400 }

export async function run(args) {
  const { values } = parseArgs({
    args,
    options: {
      files: { type: 'string', default: args.includes('--quick') ? '10000' : '180000' },
      runs: { type: 'string', default: args.includes('--quick') ? '3' : '5' },
      quick: { type: 'boolean' },
      'no-peers': { type: 'boolean' },
      growth: { type: 'boolean' },
      plot: { type: 'string' },
    },
  })
  if (!existsSync('/usr/bin/time')) throw new Error('GNU time is needed: apt-get install time')
  const home = process.env.FIRELINE_BENCH_DIR ?? join(tmpdir(), 'fireline-bench')
  mkdirSync(home, { recursive: true })
  const trees = makeTree(join(home, 'tree'), bringRaw(join(home, 'raw'), tell), tell)
  const root = trees[values.files]
  if (root === undefined) throw new Error(`--files is one of: ${Object.keys(trees).join(', ')}`)
  const folder = mkdtempSync(join(tmpdir(), 'fireline-bench-run-'))
  try {
    if (values.growth === true) return grow(trees, folder, Number(values.runs), values.plot)
    compare(root, folder, Number(values.runs), values['no-peers'] === true ? [] : peersOn(root))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function grow(trees, folder, rounds, plot) {
  const rows = growthOf(trees, folder, rounds)
  console.log(`\n${machine()}, the best of ${rounds} runs\n\n${growthTable(rows)}`)
  if (plot !== undefined) writeFileSync(plot, growthPlot(rows))
}

/** With its load: how much else ran there. */
function machine() {
  const [load = 0] = loadavg()
  return `${availableParallelism()} processors (${cpus()[0]?.model ?? 'unknown'}), load ${load.toFixed(1)} at the end`
}

function compare(root, folder, rounds, peers) {
  const cache = join(folder, 'cache')
  const contenders = [...floorsOn(root), ...oursOn(root, cache), ...peers]
  const runs = new Map(contenders.map((contender) => [contender, []]))
  const found = new Map()
  // The first round fills the page cache and ours; it does not count. Then all take turns, so that what else runs
  // on this machine slows all of them alike.
  for (let round = 0; round <= rounds; round++) {
    for (const contender of contenders) {
      if (contender.command === null || (round > 0 && !runs.has(contender))) continue
      const result = measured(contender.command, folder)
      if (result === null) {
        runs.delete(contender)
        continue
      }
      if (round === 0) found.set(contender, foundIn(contender, result.output))
      else runs.get(contender).push(result)
      unlinkSync(result.output)
    }
  }
  report(contenders, runs, found)
}

function report(contenders, runs, found) {
  const rows = contenders.map((contender) => {
    const own = runs.get(contender)
    const state = contender.command === null ? 'not installed' : own === undefined ? 'did not end' : null
    return { ...contender, state, found: found.get(contender), ...(state === null ? summary(own) : {}) }
  })
  const floor = rows.find(({ is }) => is === 'find')
  const fastest = rows
    .filter(({ is, state }) => is === 'peer' && state === null)
    .reduce((best, row) => (best === null || row.seconds < best.seconds ? row : best), null)
  console.log(`\n${machine()}, median of the runs; planted: ${plantedFolders.length} places\n`)
  console.log(`${'what'.padEnd(36)} seconds  × find   CPU s  × find  × peer      MB  planted found`)
  for (const row of rows) {
    if (row.state !== null) {
      console.log(`${row.name.padEnd(36)} ${row.state}`)
      continue
    }
    const cells = [
      row.seconds.toFixed(2).padStart(7),
      (row.seconds / floor.seconds).toFixed(2).padStart(7),
      row.cpu.toFixed(2).padStart(7),
      (row.cpu / floor.cpu).toFixed(2).padStart(7),
      (fastest === null ? '–' : (row.seconds / fastest.seconds).toFixed(2)).padStart(7),
      row.megabytes.toFixed(0).padStart(7),
      row.found === undefined ? '' : `  ${row.found.length} of ${plantedFolders.length}`,
    ]
    console.log(`${row.name.padEnd(36)} ${cells.join(' ')}`)
  }
  tellAims(rows, floor, fastest)
  for (const { is, name, found: places } of rows) {
    const missed = plantedFolders.filter((place) => places?.includes(place) === false)
    if (missed.length > 0 && (is === 'ours' || is === 'one' || is === 'again')) {
      console.log(`${name} missed: ${missed.join(', ')}`)
      process.exitCode = 1
    }
  }
}

function tellAims(rows, floor, fastest) {
  const ours = rows.find(({ is }) => is === 'ours')
  const quick = rows.find(({ is }) => is === 'quick')
  const aim = (name, value, most) =>
    console.log(`${value <= most ? 'met   ' : 'missed'} ${name}: ${value.toFixed(2)} (aim: at most ${most})`)
  console.log()
  aim('times find', ours.seconds / floor.seconds, aims.find)
  aim('times find, --quick', quick.seconds / floor.seconds, aims.quick)
  aim('peak memory in MB', ours.megabytes, aims.megabytes)
  if (fastest === null) console.log('no peer is installed, see bench/README.md')
  else aim(`of the time of ${fastest.name}`, ours.seconds / fastest.seconds, 1 / aims.peer)
}

function foundIn({ found }, output) {
  if (found === undefined) return undefined
  const places = found(readFileSync(output, 'utf8'))
  return plantedFolders.filter((folder) => places.some((place) => place.includes(`planted/${folder}/`)))
}

function tell(text) {
  process.stderr.write(`${text}\n`)
}
