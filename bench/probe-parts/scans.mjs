import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openDeadTargets, openLiveTargets } from './open-targets.mjs'

const fireline = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const targets = 1_000
/** The Python scripts ask one target after the other: a sample is enough, and a whole list would take minutes. */
const peerTargets = 50
const waitSeconds = 1
const timeoutSeconds = 4
/** No run of a scanner may take longer. */
const limitMs = 60_000

/** `$FIRELINE_PEERS/<folder>/log4j-scan.py`; bench/README.md says where to get them. */
const peers = [
  { name: "CISA's log4j-scan.py", folder: 'cisa' },
  { name: "fullhunt's log4j-scan.py", folder: 'fullhunt' },
]

/** Lines to print: ours, the peers that are installed, and ours among as many dead hosts. */
export async function compareScans() {
  const folder = await mkdtemp(join(tmpdir(), 'fireline-bench-'))
  const live = await openLiveTargets(targets)
  const dead = await openDeadTargets(targets)
  try {
    const ours = await scanOurs(folder, live.urls, live)
    const lines = [describe('fireline probe', ours)]
    for (const peer of peers) lines.push(await comparePeer(peer, folder, live, ours))
    const interleaved = live.urls.flatMap((url, i) => [url, dead.urls[i]])
    const mixed = await scanOurs(folder, interleaved, live)
    const allowed = 1.5 * ours.seconds + timeoutSeconds
    lines.push(
      describe(`with ${targets} dead hosts among them`, mixed),
      `  at most ${allowed.toFixed(1)} s are allowed: 1.5 times the live ones alone and one timeout of ${timeoutSeconds} s`,
    )
    return lines
  } finally {
    live.close()
    dead.close()
    await rm(folder, { recursive: true })
  }
}

async function scanOurs(folder, urls, live) {
  const list = join(folder, 'targets.txt')
  await writeFile(list, `${urls.join('\n')}\n`)
  const options = ['--profile', 'quick', '--wait', waitSeconds, '--timeout', timeoutSeconds, '--format', 'jsonl']
  const probe = [fireline, 'probe', '--targets', list, ...options.map(String), '--no-journal', '--no-progress']
  return timed(process.execPath, probe, targets, live)
}

async function comparePeer({ name, folder: peer }, folder, live, ours) {
  const script = join(process.env.FIRELINE_PEERS ?? '/nonexistent', peer, 'log4j-scan.py')
  if (!existsSync(script)) return `${name.padEnd(34)} not installed, see bench/README.md`
  const list = join(folder, 'peer-targets.txt')
  await writeFile(list, `${live.urls.slice(0, peerTargets).join('\n')}\n`)
  // Their own callback server is a public service; a host that resolves nowhere keeps the run on this machine.
  const options = ['-l', list, '--custom-dns-callback-host', 'callback.invalid', '--wait-time', String(waitSeconds)]
  const theirs = await timed('python3', [script, ...options], peerTargets, live)
  return `${describe(name, theirs)}; ours is ${(ours.perSecond / theirs.perSecond).toFixed(1)} times as fast (aim: 10)`
}

async function timed(command, args, count, live) {
  await live.takeRequests()
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: limitMs, killSignal: 'SIGKILL' })
  let complaint = ''
  child.stderr.on('data', (bytes) => {
    complaint = (complaint + bytes).slice(-2_000)
  })
  const started = performance.now()
  const [code, signal] = await new Promise((resolve) => child.once('close', (...ended) => resolve(ended)))
  const seconds = (performance.now() - started) / 1_000
  return {
    code: code ?? signal,
    seconds,
    perSecond: count / seconds,
    requests: await live.takeRequests(),
    count,
    complaint,
  }
}

function describe(name, { code, seconds, perSecond, requests, count, complaint }) {
  const asked = `${(requests / count).toFixed(1)} requests each`
  const figures = `${perSecond.toFixed(0).padStart(6)} targets/s  (${count} in ${seconds.toFixed(1)} s, ${asked}, ended with ${code})`
  return `${name.padEnd(34)} ${figures}${code === 3 || typeof code === 'string' ? `\n    ${complaint.trim()}` : ''}`
}
