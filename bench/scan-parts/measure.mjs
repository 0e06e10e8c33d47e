import { spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** No run may take longer; such a one is told and not repeated. */
const limitMs = 15 * 60_000

/**
 * Runs a command to its end under GNU time: seconds by the clock and of processors, and the largest memory of one
 * process in MB. Its output lands in a file of `folder`. `null` if it did not end in time or could not be started.
 */
export function measured([program, ...args], folder) {
  const figures = join(folder, 'figures')
  const output = join(folder, 'output')
  const sink = openSync(output, 'w')
  const options = { stdio: ['ignore', sink, 'ignore'], timeout: limitMs, killSignal: 'SIGKILL' }
  const timed = ['-q', '-f', '%e %U %S %M', '-o', figures, program, ...args]
  try {
    const { error } = spawnSync('/usr/bin/time', timed, options)
    if (error !== undefined) return null
  } finally {
    closeSync(sink)
  }
  const [seconds, user, system, kilobytes] = readFileSync(figures, 'utf8').trim().split(' ').map(Number)
  return { seconds, cpu: user + system, megabytes: kilobytes / 1024, output }
}

/** Medians over the runs of one contender; the largest memory of all. */
export function summary(runs) {
  return {
    seconds: median(runs.map(({ seconds }) => seconds)),
    cpu: median(runs.map(({ cpu }) => cpu)),
    megabytes: Math.max(...runs.map(({ megabytes }) => megabytes)),
  }
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}
