import { addressesOf, type Gap, problem, readAddress, readCidr } from '../core/index.ts'
import type { ProbeInput } from './engine.ts'
import { SeenSet } from './seen-set.ts'

/** One line of a target list, and where it stands, for messages: `targets.txt:17`, `argument 2`. */
export interface TargetLine {
  readonly text: string
  readonly where: string
}

export const targetPortsInvalid = problem('TARGET_PORTS_INVALID', (text: string) => ({
  message: `${JSON.stringify(text)} is not a list of ports`,
  hint: 'Give numbers from 1 to 65535 with commas, such as 80,443,8080.',
}))

/** Reads `80,443`. Throws TARGET_PORTS_INVALID. */
export function readPorts(text: string): readonly number[] {
  const ports = text.split(',').map((word) => (/^\s*\d{1,5}\s*$/.test(word) ? Number(word) : 0))
  if (ports.some((port) => port < 1 || port > 65_535)) throw targetPortsInvalid(text)
  return [...new Set(ports)]
}

/**
 * Turns lines into numbered URLs, one at a time, whatever their number: URLs; hosts, addresses and CIDR ranges,
 * which get each of `ports`; host:port and [v6]:port. `#` starts a comment. What cannot be read is a gap that names
 * its line. Repetitions of a URL collapse, in 16 bytes a target.
 */
export async function* readTargets(
  lines: AsyncIterable<TargetLine>,
  ports: readonly number[],
): AsyncGenerator<ProbeInput> {
  const seen = new SeenSet()
  let index = 0
  for await (const { text, where } of lines) {
    const word = text.replace(/(^|\s)#.*$/, '').trim()
    if (word === '') continue
    let read = false
    for (const url of urlsOf(word, ports)) {
      read = true
      if (seen.add(url)) yield { index: index++, url }
    }
    if (!read) yield { gap: unreadable(where, word) }
  }
}

/** The URLs that a word stands for; none if it is no target. */
function* urlsOf(word: string, ports: readonly number[]): Generator<string> {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(word)) {
    if (!URL.canParse(word)) return
    const { href, hash, protocol, hostname, username } = new URL(word)
    // Names of users and passwords belong to --user, where they are not written into reports.
    if (/^https?:$/.test(protocol) && hostname !== '' && username === '')
      yield hash === '' ? href : href.slice(0, -hash.length)
    return
  }
  const bare = word.replace(/^\[(.*)\]$/, '$1')
  const range = readCidr(bare)
  if (range !== null) {
    for (const address of addressesOf(range)) yield* onPorts(address.includes(':') ? `[${address}]` : address, ports)
    return
  }
  const [, host = '', port, path = ''] = /^(\[[^\]]+\]|[^\s:/[\]]+)(?::(\d{1,5}))?(\/\S*)?$/.exec(word) ?? []
  const literal = host.replace(/^\[(.*)\]$/, '$1')
  if (host.startsWith('[') && readAddress(literal) === null) return
  // Four numbers that are no address are a slip of the pen, not a name.
  if (host === '' || (/^[\d.]+$/.test(host) && readAddress(host) === null)) return
  // An address with a number behind a slash is a range with a slip.
  if (readAddress(literal) !== null && /^\/\d+$/.test(path)) return
  for (const url of onPorts(host, port === undefined ? ports : [Number(port)])) {
    const whole = path === '' ? url : `${url.slice(0, -1)}${path}`
    if (URL.canParse(whole)) yield new URL(whole).href
  }
}

function* onPorts(host: string, ports: readonly number[]): Generator<string> {
  for (const port of ports) {
    if (port < 1 || port > 65_535) continue
    const scheme = port % 1_000 === 443 ? 'https' : 'http'
    const isDefault = port === (scheme === 'https' ? 443 : 80)
    yield `${scheme}://${host}${isDefault ? '' : `:${port}`}/`
  }
}

function unreadable(where: string, word: string): Gap {
  const shown = word.length > 200 ? `${word.slice(0, 200)}…` : word
  return {
    at: where,
    because: 'malformed',
    detail: `${JSON.stringify(shown)} is no URL, host, host:port or CIDR range`,
  }
}
