import { type Band, bandReleases } from '../../core/index.ts'
import type { Explanation, JndiTarget, Step } from '../../lookup/index.ts'
import { visible } from '../../report/index.ts'

/** Steps that are told; a message that needs more is made to be unreadable. */
const stepsTold = 40
const shownLength = 160

/** An explanation as an operator reads it. Nothing of the text reaches the terminal unescaped. */
export function inWords(text: string, release: string, { evaluation, lookups, leaks, firesOn }: Explanation): string {
  const { steps, output, error, detail } = evaluation
  const lines = [
    `What Log4j ${release} makes of`,
    `  ${short(text)}`,
    '',
    steps.length === 0 ? 'Step by step: nothing in it is evaluated.' : 'Step by step:',
    ...steps.slice(0, stepsTold).map((step, i) => `  ${String(i + 1).padStart(2)}. ${stepInWords(step)}`),
    ...(steps.length > stepsTold ? [`      and ${steps.length - stepsTold} more steps`] : []),
    '',
    lookups.length === 0 ? 'Looks up: nothing by JNDI.' : 'Looks up by JNDI:',
    ...lookups.map(
      ({ name, times, target }) =>
        `  ${short(name)}${times > 1 ? ` (${times} times)` : ''}\n    ${targetInWords(target)}`,
    ),
    '',
    leaks.length === 0
      ? 'Reads: nothing of the process.'
      : `Reads, and a name that is looked up carries it away: ${leaks.map(short).join(', ')}`,
    `Writes: ${output === null ? `nothing: ${errorInWords(error)} (${short(detail ?? '')})` : short(output)}`,
    `Fires, as a logged message, on: ${firesOn.length === 0 ? 'no release' : firesOn.map((band: Band) => bandReleases[band]).join('; ')}`,
  ]
  return `${lines.join('\n')}\n`
}

function stepInWords({ source, name, value, by, depth }: Step): string {
  const indent = '  '.repeat(Math.min(depth, 8))
  const from = short(source)
  const asked = source === `\${${name}}` ? '' : ` asks for ${quoted(name)}, which`
  if (by === 'none') {
    const why = name.toLowerCase().startsWith('jndi:')
      ? 'is looked up by JNDI; without an answer it stays as it is'
      : 'has no value and stays as it is'
    return `${indent}${from}${asked} ${why}`
  }
  if (by === 'default') return `${indent}${from}${asked} has no value, so its default stands: ${quoted(value ?? '')}`
  return `${indent}${from}${asked} is ${quoted(value ?? '')}`
}

function targetInWords(target: JndiTarget): string {
  switch (target.is) {
    case 'nothing':
      return `contacts nothing: ${visible(target.because)}`
    case 'resolver':
      return `asks the machine's own DNS resolver for ${short(target.path)}`
    case 'contact': {
      const { scheme, host, port, path, onlyOlderJdks } = target
      const where = host === null ? 'this very machine' : short(host)
      const jdks = onlyOlderJdks ? '; only JDKs before October 2022 accept such a host' : ''
      return `contacts ${where}, port ${port}, by ${scheme}, and asks for ${path === '' ? 'nothing in particular' : quoted(path)}${jdks}`
    }
  }
}

const errors: Readonly<Record<string, string>> = {
  cycle: 'it needs its own value, and the event is lost',
  depth: 'it is nested deeper than a JVM can follow, and the event is lost',
  'illegal-argument': 'a lookup refuses its key, and the event is lost',
  'out-of-bounds': 'the substitutor of this release fails on it, and the event is lost',
  limit: 'it asks for more work than we follow',
}

function errorInWords(error: string | null): string {
  return errors[error ?? ''] ?? 'unknown'
}

function quoted(text: string): string {
  return `"${short(text)}"`
}

function short(text: string): string {
  const shown = visible(text.slice(0, shownLength))
  return text.length > shownLength ? `${shown}… (${text.length} characters)` : shown
}
