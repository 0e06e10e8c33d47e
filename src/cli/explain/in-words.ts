import { type Band, bandReleases } from '../../core/index.ts'
import type { Explanation, JndiTarget, Step } from '../../lookup/index.ts'
import { visible } from '../../report/index.ts'
import { markLookups } from './mark-lookups.ts'

/** Steps that are told; a message that needs more is made to be unreadable. */
const stepsTold = 40
const shownLength = 160

/** How a text that came from outside is shown. */
type Show = (text: string) => string

/**
 * An explanation as an operator reads it; with `colour`, lookups within lookups are told apart by it. Nothing of the text
 * reaches the terminal unescaped.
 */
export function inWords(text: string, release: string, explanation: Explanation, colour: boolean): string {
  const { evaluation, lookups, leaks, firesOn } = explanation
  const { steps, output, error, detail, gaps } = evaluation
  const head = (words: string): string => (colour ? `\u001b[1m${words}\u001b[0m` : words)
  const show: Show = colour ? (shown) => markLookups(short(shown)) : short
  const lines = [
    head(`What Log4j ${release} makes of`),
    `  ${show(text)}`,
    '',
    head(steps.length === 0 ? 'Step by step: nothing in it is evaluated.' : 'Step by step:'),
    ...steps.slice(0, stepsTold).map((step, i) => `  ${String(i + 1).padStart(2)}. ${stepInWords(step, show)}`),
    ...(steps.length > stepsTold ? [`      and ${steps.length - stepsTold} more steps`] : []),
    '',
    head(lookups.length === 0 ? 'Looks up: nothing by JNDI.' : 'Looks up by JNDI:'),
    ...lookups
      .slice(0, stepsTold)
      .map(
        ({ name, times, target }) =>
          `  ${show(name)}${times > 1 ? ` (${times} times)` : ''}\n    ${targetInWords(target, release, show)}`,
      ),
    ...(lookups.length > stepsTold ? [`  and ${lookups.length - stepsTold} more names`] : []),
    '',
    head(leaks.length === 0 ? 'Would leak: nothing of the process.' : 'Would leak, each where it is set:'),
    ...leaks.map(({ read, into }) => `  ${show(read)}, in ${show(into)}`),
    `${head('Reads:')} ${listed(evaluation.reads, show)}`,
    `${head('Writes:')} ${output === null ? `nothing: ${errorInWords(error)} (${show(detail ?? '')})` : show(output)}`,
    `${head('Fires, as a logged message, on:')} ${firesOn.length === 0 ? 'no release' : firesOn.map((band: Band) => bandReleases[band]).join('; ')}`,
    ...gaps.map((gap) => `Not evaluated as Log4j would: ${show(gap.at)}: ${visible(gap.detail)}`),
  ]
  return `${lines.join('\n')}\n`
}

function stepInWords({ source, name, value, by, depth }: Step, show: Show): string {
  const indent = '  '.repeat(Math.min(depth, 8))
  const from = show(source)
  const quoted: Show = (text) => `"${show(text)}"`
  const asked = source === `\${${name}}` ? '' : ` asks for ${quoted(name)}, which`
  if (by === 'none') {
    const why = isJndi(name)
      ? 'is looked up by JNDI; without an answer it stays as it is'
      : 'has no value and stays as it is'
    return `${indent}${from}${asked} ${why}`
  }
  if (by === 'default') {
    const why = isJndi(name) ? 'is looked up by JNDI; without an answer' : 'has no value, so'
    return `${indent}${from}${asked} ${why} its default stands: ${quoted(value ?? '')}`
  }
  return `${indent}${from}${asked} is ${quoted(value ?? '')}`
}

function isJndi(name: string): boolean {
  return name.slice(0, 5).toLowerCase() === 'jndi:'
}

function listed(reads: readonly string[], show: Show): string {
  if (reads.length === 0) return 'nothing of the process'
  const shown = reads.slice(0, stepsTold).map(show).join(', ')
  return reads.length > stepsTold ? `${shown} and ${reads.length - stepsTold} more` : shown
}

function targetInWords(target: JndiTarget, release: string, show: Show): string {
  switch (target.is) {
    case 'nothing':
      return `contacts nothing: ${visible(target.because)}`
    case 'resolver':
      return `asks the machine's own DNS resolver for ${show(target.path)}`
    case 'corba': {
      const { scheme, host, port, path } = target
      const where = host === null ? 'this very machine' : show(host)
      return `contacts ${where}, port ${port}, by ${scheme}, and asks for ${asked(path, show)}; only JDKs before 11 have a provider for that`
    }
    case 'contact': {
      const { scheme, host, port, path, domain, parsing } = target
      const servers = domain === null ? '' : `the LDAP servers of ${show(domain)} (by DNS), or else `
      const where = host === null ? `${servers}this very machine` : show(host)
      const jdks = parsing === 'legacy' ? '; only JDKs before October 2022 accept such a host' : ''
      const local = release === '2.15.0' ? '; 2.15.0 lets only ldap to its own machine pass' : ''
      const nowhere = port > 65_535 ? `; there is no such port, so at most the name is resolved` : ''
      return `contacts ${where}, port ${port}, by ${scheme}, and asks for ${asked(path, show)}${nowhere}${jdks}${local}`
    }
  }
}

function asked(path: string, show: Show): string {
  return path === '' ? 'nothing in particular' : `"${show(path)}"`
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

function short(text: string): string {
  const shown = visible(text.slice(0, shownLength))
  return text.length > shownLength ? `${shown}… (${text.length} characters)` : shown
}
