/**
 * `node bench/run.mjs hunt [--quick] [--megabytes N] [--runs N] [--no-peers] [--only TEXT]`: how fast `fireline hunt` reads
 * logs, beside what only counts lines or looks for fixed text, whether it finds what was planted, and what lines cost that
 * are made to be dear.
 */
import { closeSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { contendersOn } from './hunt-parts/contenders.mjs'
import { makeLogs } from './hunt-parts/logs.mjs'
import { worstCases } from './hunt-parts/worst-cases.mjs'
import { measured } from './scan-parts/measure.mjs'

const aims = {
  plainGigabytes: 1.5,
  timesWc: 3,
  timesZcat: 0.5,
  timesZstdcat: 1.5,
  percentMegabytes: 800,
  attackLines: 150_000,
  megabytes: 200,
  worstMs: 50,
}

export async function run(args) {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean' },
      megabytes: { type: 'string', default: args.includes('--quick') ? '200' : '2000' },
      runs: { type: 'string', default: args.includes('--quick') ? '3' : '5' },
      'no-peers': { type: 'boolean' },
      only: { type: 'string', default: '' },
    },
  })
  const home = join(process.env.FIRELINE_BENCH_DIR ?? join(tmpdir(), 'fireline-bench'), 'hunt')
  mkdirSync(home, { recursive: true })
  const logs = makeLogs(home, Number(values.megabytes), (text) => process.stderr.write(`${text}\n`))
  const contenders = contendersOn(logs).filter(
    ({ name, is }) => name.includes(values.only) && !(values['no-peers'] === true && is === 'peer'),
  )
  const folder = mkdtempSync(join(tmpdir(), 'fireline-bench-run-'))
  try {
    report(compared(contenders, folder, Number(values.runs)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  tellWorst()
}

/** The first round fills the page cache and does not count. Then all take turns, so that others slow all of them alike. */
function compared(contenders, folder, rounds) {
  const rows = contenders.map((contender) => ({ ...contender, ...partOf(contender, folder), runs: [] }))
  for (let round = 0; round <= rounds; round++)
    for (const row of rows) {
      if (row.command === null || row.ended === false) continue
      const result = measured([...row.command, ...(row.file === null ? [] : [row.file])], folder)
      row.ended = result !== null
      if (result === null) continue
      if (round === 0) row.hosts = row.found === undefined ? undefined : foundIn(result.output, row.found).size
      else row.runs.push(result)
      unlinkSync(result.output)
    }
  return rows.map((row) => ({ ...row, ...best(row.runs) }))
}

const pieceBytes = 64 * 2 ** 20

/** All that is found in a file, which may be longer than a text can be; nothing that is found spans lines. */
function foundIn(path, found) {
  const all = new Set()
  const piece = Buffer.alloc(pieceBytes)
  const file = openSync(path)
  let kept = 0
  for (let read = -1; read !== 0; ) {
    read = readSync(file, piece, kept, pieceBytes - kept)
    const end = kept + read
    const whole = read === 0 ? end : piece.lastIndexOf(0x0a, end - 1) + 1 || end
    for (const each of found(piece.toString('utf8', 0, whole))) all.add(each)
    kept = piece.copy(piece, 0, whole, end)
  }
  closeSync(file)
  return all
}

/** A peer that would need an hour gets the first lines only. */
function partOf({ log, command }, folder) {
  if (log.isPart !== true || command === null) return { file: null }
  const piece = Buffer.alloc(log.bytes)
  readSync(openSync(log.path), piece)
  const file = join(folder, `part-${log.bytes}-${log.path.split('/').at(-1)}`)
  const whole = piece.subarray(0, piece.lastIndexOf(0x0a) + 1)
  writeFileSync(file, whole)
  const text = whole.toString('latin1')
  const hosts = new Set(text.match(/\ba\d+\.evil\.example\b/g) ?? []).size
  return { file, log: { ...log, hosts, lines: text.split('\n').length - 1 } }
}

/** The best of the runs: what others do on this machine only ever adds. The largest memory of all. */
function best(runs) {
  if (runs.length === 0) return null
  const least = (of) => Math.min(...runs.map(of))
  return {
    seconds: least(({ seconds }) => seconds),
    cpu: least(({ cpu }) => cpu),
    memory: Math.max(...runs.map(({ megabytes }) => megabytes)),
  }
}

function report(rows) {
  console.log(`\n${availableParallelism()} processors, best of the runs\n`)
  console.log(
    `${'what'.padEnd(28)} ${'log'.padEnd(20)} seconds   CPU s     MB/s  MB/CPU s   lines/s  memory  attacks found`,
  )
  for (const { name, log, command, seconds, cpu, memory, hosts, ended } of rows) {
    const start = `${name.padEnd(28)} ${log.path.split('/').at(-1).padEnd(20)}`
    if (command === null || ended !== true || seconds === undefined) {
      console.log(`${start} ${command === null ? 'not installed' : 'did not end'}`)
      continue
    }
    const cells = [
      seconds.toFixed(2).padStart(7),
      cpu.toFixed(2).padStart(7),
      (log.bytes / 1e6 / seconds).toFixed(0).padStart(8),
      (log.bytes / 1e6 / cpu).toFixed(0).padStart(9),
      (log.lines / seconds).toFixed(0).padStart(9),
      `${memory.toFixed(0)} MB`.padStart(7),
      hosts === undefined ? '' : ` ${hosts} of ${log.hosts}`,
    ]
    console.log(`${start} ${cells.join(' ')}`)
  }
  console.log()
  tellAims(rows)
  for (const { name, is, log, hosts } of rows) {
    if (is !== 'peer' && name.startsWith('fireline') && hosts !== log.hosts) {
      console.log(`${name} missed ${log.hosts - (hosts ?? 0)} attacks in ${log.path}`)
      process.exitCode = 1
    }
  }
}

function tellAims(rows) {
  const on = (is, kind) => rows.find((row) => row.is === is && row.log.path.includes(kind) && row.seconds !== undefined)
  const least = (name, value, aim) => tell(name, value, `at least ${aim}`, value >= aim)
  const most = (name, value, aim) => tell(name, value, `at most ${aim}`, value <= aim)
  const one = on('--workers=1', 'plain-')
  const two = rows.find(({ is, log }) => is === 'ours' && log.path.endsWith('.log') && log.path.includes('plain-'))
  const wc = on('wc -l', 'plain-')
  const [zcat, gz] = [on('zcat | wc -l', '.gz'), on('ours', '.gz')]
  const [zstdcat, zst] = [on('zstdcat | wc -l', '.zst'), on('ours', '.zst')]
  const percent = on('ours', 'percent-')
  const attacks = on('ours', 'attacks-')
  if (one?.seconds !== undefined)
    least('GB/s plain, one thread', one.log.bytes / 1e9 / one.seconds, aims.plainGigabytes)
  if (two?.seconds !== undefined && wc !== undefined) most('times wc -l', two.seconds / wc.seconds, aims.timesWc)
  if (gz !== undefined && zcat !== undefined) most('times zcat | wc -l', gz.seconds / zcat.seconds, aims.timesZcat)
  if (zst !== undefined && zstdcat !== undefined)
    most('times zstdcat | wc -l', zst.seconds / zstdcat.seconds, aims.timesZstdcat)
  if (percent !== undefined) least('MB/s, %-heavy', percent.log.bytes / 1e6 / percent.seconds, aims.percentMegabytes)
  if (attacks !== undefined) least('lines/s, all attacks', attacks.log.lines / attacks.seconds, aims.attackLines)
  const memory = Math.max(...rows.filter(({ name }) => name.startsWith('fireline')).map(({ memory: mb }) => mb ?? 0))
  most('MB of memory, of all runs', memory, aims.megabytes)
}

function tellWorst() {
  const worst = worstCases()
  console.log('\nlines that are made to be dear, milliseconds of a processor for each record of up to 64 KiB')
  for (const { name, ms } of worst) console.log(`${ms.toFixed(1).padStart(7)}  ${name}`)
  console.log()
  tell('milliseconds for the dearest line', worst[0].ms, `at most ${aims.worstMs}`, worst[0].ms <= aims.worstMs)
}

function tell(name, value, aim, isMet) {
  console.log(`${isMet ? 'met   ' : 'missed'} ${name}: ${value.toFixed(2)} (aim: ${aim})`)
}
