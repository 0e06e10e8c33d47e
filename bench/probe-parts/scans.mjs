import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openDeadTargets, openLiveTargets } from './open-targets.mjs'

const fireline = fileURLToPath(new URL('../../dist/bundle/fireline.js', import.meta.url))
const targets = 1_000
const rounds = 3
const timeoutSeconds = 4
/** What a request to a real service takes at least: a network between and a little thought. */
const thoughtMs = 50
/** The Python scripts ask one target after the other, so that their rate shows on a part of the list. */
const thoughtfulSample = 100
/** No run of a scanner may take longer. */
const limitMs = 60_000

/** `$FIRELINE_PEERS/<folder>/log4j-scan.py`; bench/README.md says where to get them. */
const peersFolder = process.env.FIRELINE_PEERS ?? '/nonexistent'
const peers = [
  { name: "CISA's log4j-scan.py", folder: 'cisa' },
  { name: "fullhunt's log4j-scan.py", folder: 'fullhunt' },
]

/** Prints ours and the peers that are installed: on targets that answer at once, that think, and among dead hosts. */
export async function compareScans() {
  const folder = await mkdtemp(join(tmpdir(), 'fireline-bench-'))
  const closers = []
  try {
    const prompt = await openLiveTargets(targets)
    closers.push(prompt)
    console.log(`\n${targets} targets that answer at once, all headers, quick profile, median of ${rounds}:`)
    const ours = await compareOn(prompt, targets, folder)

    const thoughtful = await openLiveTargets(targets, thoughtMs)
    closers.push(thoughtful)
    console.log(`\nThe same, when each answer takes ${thoughtMs} ms (scripts: ${thoughtfulSample} targets):`)
    await compareOn(thoughtful, thoughtfulSample, folder)

    const dead = await openDeadTargets(targets)
    closers.push(dead)
    const allowed = 1.5 * ours.seconds + timeoutSeconds
    console.log(`\n${targets} dead hosts among the first ones, each of which drops what is sent to it:`)
    const interleaved = prompt.urls.flatMap((url, i) => [url, dead.urls[i]])
    tell('fireline probe', await medianOf(() => scanOurs(folder, interleaved, prompt)))
    console.log(
      `  aim: at most ${allowed.toFixed(1)} s, 1.5 times the live ones alone and one timeout of ${timeoutSeconds} s`,
    )
  } finally {
    for (const { close } of closers) close()
    await rm(folder, { recursive: true })
  }
}

/** Ours on all targets of `live`, each peer on the first `sample` of them. Returns ours. */
async function compareOn(live, sample, folder) {
  const ours = await medianOf(() => scanOurs(folder, live.urls, live))
  tell('fireline probe', ours)
  for (const { name, folder: peer } of peers) {
    const script = join(peersFolder, peer, 'log4j-scan.py')
    if (!existsSync(script)) console.log(`  ${name.padEnd(26)} not installed, see bench/README.md`)
    else tell(name, await medianOf(() => scanTheirs(script, folder, live.urls.slice(0, sample), live)), ours)
  }
  return ours
}

/** Neither side waits for callbacks here: the scripts do not where they are given a callback host. */
function scanOurs(folder, urls, live) {
  const options = ['--profile', 'quick', '--wait', 0, '--timeout', timeoutSeconds, '--format', 'jsonl']
  const run = (list) => [fireline, 'probe', '--targets', list, ...options.map(String), '--no-journal', '--no-progress']
  return timed(process.execPath, run, { folder, urls, live, expected: live.urls.length })
}

/** Their own callback server is a public service; a host that resolves nowhere keeps the run on this machine. */
function scanTheirs(script, folder, urls, live) {
  const ownPython = join(peersFolder, 'venv', 'bin', 'python')
  const run = (list) => [script, '-l', list, '--custom-dns-callback-host', 'callback.invalid']
  return timed(existsSync(ownPython) ? ownPython : 'python3', run, {
    folder,
    urls,
    live,
    expected: urls.length,
    // They look for headers.txt where they are started.
    cwd: join(script, '..'),
  })
}

async function timed(command, run, { folder, urls, live, expected, cwd }) {
  const list = join(folder, 'targets.txt')
  await writeFile(list, `${urls.join('\n')}\n`)
  await live.takeRequests()
  const stdio = ['ignore', 'ignore', 'pipe']
  const child = spawn(command, run(list), { cwd, stdio, timeout: limitMs, killSignal: 'SIGKILL' })
  let complaint = ''
  child.stderr.on('data', (bytes) => {
    complaint = (complaint + bytes).slice(-2_000)
  })
  const started = performance.now()
  const [code, signal] = await new Promise((resolve) => child.once('close', (...ended) => resolve(ended)))
  const seconds = (performance.now() - started) / 1_000
  const requests = await live.takeRequests()
  // A scanner that did not reach every target is fast for the wrong reason.
  if (requests < expected) complaint = `only ${requests} requests reached ${expected} targets\n${complaint}`
  else complaint = ''
  return { ended: code ?? signal, seconds, perSecond: expected / seconds, requests, expected, complaint }
}

async function medianOf(measure) {
  const all = []
  for (let i = 0; i < rounds; i++) all.push(await measure())
  const worst = all.find(({ complaint }) => complaint !== '')
  return worst ?? all.sort((a, b) => a.seconds - b.seconds)[Math.floor(rounds / 2)]
}

function tell(name, { ended, seconds, perSecond, requests, expected, complaint }, ours) {
  if (complaint !== '') {
    console.log(`  ${name.padEnd(26)} does not count: ${complaint.trim()}`)
    return
  }
  const each = `${(requests / expected).toFixed(1)} requests each`
  const figures = `${perSecond.toFixed(0).padStart(6)} targets/s  (${expected} in ${seconds.toFixed(2)} s, ${each}, ended with ${ended})`
  const ratio = ours === undefined ? '' : `; ours is ${(ours.perSecond / perSecond).toFixed(1)} times as fast (aim: 10)`
  console.log(`  ${name.padEnd(26)} ${figures}${ratio}`)
}
