/**
 * `node bench/run.mjs catch [--quick]`: queries and callbacks a second that the shipped listener answers AND journals, with none
 * lost, and its memory over a million of them. The load comes from another process on the same machine.
 */
import { execFile, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readInteractions } from '../dist/node/index.js'

const aims = { dns: 40_000, ldap: 6_000 }
const part = (name) => new URL(`./catch-parts/${name}`, import.meta.url).pathname
const run = promisify(execFile)

async function bench(args) {
  const quick = args.includes('--quick')
  const sizes = quick
    ? { dns: 50_000, ldap: 5_000, memory: 100_000 }
    : { dns: 200_000, ldap: 30_000, memory: 1_000_000 }
  const rows = []
  const plain = await reference(sizes.dns)
  const ours = await measured('dns', sizes.dns)
  rows.push(['DNS queries/s', ours, aims.dns], ['LDAP callbacks/s', await measured('ldap', sizes.ldap), aims.ldap])
  for (const [name, { rate, answered, lost, journaled, cpuMicros }, aim] of rows) {
    console.log(
      `${name}: ${Math.round(rate).toLocaleString('en-US')} (aim ${aim.toLocaleString('en-US')}: ${(rate / aim).toFixed(2)}); ${answered} answered, ${lost} lost, ${journaled} journaled; ${cpuMicros.toFixed(0)} µs of the listener's CPU each, ${Math.round(1e6 / cpuMicros).toLocaleString('en-US')}/s if it had a core to itself`,
    )
  }
  console.log(
    `beside dns-packet and node:dgram, journaling nothing: ${Math.round(plain.rate).toLocaleString('en-US')}/s, so ours is ${(ours.rate / plain.rate).toFixed(2)} of it`,
  )
  console.log(
    spawnSync('interactsh-server', ['-version']).error === undefined
      ? 'interactsh-server: installed, but it takes callbacks of its own zones only; see bench/README.md'
      : 'interactsh-server: not installed, see bench/README.md',
  )
  await memory(sizes.memory)
}

export { bench as run }

/** Starts the shipped command with a journal in a new folder, and stops it in order. */
async function withListener(work) {
  const folder = mkdtempSync(join(tmpdir(), 'fireline-bench-'))
  const main = new URL('../dist/bundle/fireline.js', import.meta.url).pathname
  const args = [
    main,
    'catch',
    '--dns',
    '127.0.0.1:0',
    '--tcp',
    '127.0.0.1:0',
    '--journal',
    folder,
    '--max-per-peer',
    '10000',
    '--format',
    'jsonl',
  ]
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, FIRELINE_KEY: '07'.repeat(32) },
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  try {
    const ports = await new Promise((resolve, reject) => {
      let told = ''
      child.stderr.on('data', (bytes) => {
        told += bytes
        const dns = /dns: 127\.0\.0\.1:(\d+)/.exec(told)
        const tcp = /any protocol: 127\.0\.0\.1:(\d+)/.exec(told)
        if (dns !== null && tcp !== null) resolve({ dns: Number(dns[1]), ldap: Number(tcp[1]) })
      })
      child.once('close', () => reject(new Error(told)))
    })
    const result = await work(ports, child.pid)
    child.kill('SIGTERM')
    await ended
    return { result, journaled: await countJournaled(folder) }
  } finally {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

async function load(kind, port, count) {
  const { stdout } = await run(process.execPath, [part('load.mjs'), kind, String(port), String(count)], {
    timeout: 300_000,
  })
  const { answered, lost, seconds } = JSON.parse(stdout)
  return { answered, lost, rate: answered / seconds }
}

async function measured(kind, count) {
  const { result, journaled } = await withListener(async (ports, pid) => {
    const before = cpuSeconds(pid)
    const loaded = await load(kind, ports[kind], count)
    return { ...loaded, cpuMicros: ((cpuSeconds(pid) - before) * 1e6) / count }
  })
  const counted = kind === 'dns' ? journaled.dns : journaled.searches
  return { ...result, journaled: counted }
}

/** User and system time of a process (proc(5): fields 14 and 15 of stat, in ticks of 10 ms). */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

async function countJournaled(folder) {
  const counts = { dns: 0, searches: 0 }
  for await (const { channel, did, token } of readInteractions(folder, 0)) {
    if (token === null) continue
    if (channel === 'dns') counts.dns++
    if (did === 'search') counts.searches++
  }
  return counts
}

async function reference(count) {
  const child = spawn(process.execPath, [part('plain-dns.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const port = await new Promise((resolve) =>
      child.stdout.once('data', (bytes) => resolve(Number(/\d+/.exec(String(bytes))[0]))),
    )
    return await load('dns', port, count)
  } finally {
    child.kill('SIGKILL')
  }
}

/** Resident memory of the listener at each quarter of the load: it must not grow with what was received. */
async function memory(count) {
  const { result } = await withListener(async (ports, pid) => {
    const samples = []
    for (let quarter = 1; quarter <= 4; quarter++) {
      await load('dns', ports.dns, count / 4)
      samples.push(
        Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024),
      )
    }
    return samples
  })
  console.log(`memory over ${count.toLocaleString('en-US')} interactions, at each quarter: ${result.join(', ')} MB`)
}
