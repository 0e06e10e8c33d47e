import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { huntIn } from '../../test/kit/hunting.ts'

interface AttackLine {
  readonly id: number
  readonly class: 'A-fires' | 'B-no-lookup' | 'B-jndi-but-scheme-unusable' | 'C-evidence'
  readonly line: string
  readonly jndi: readonly string[]
}

const lines = gunzipSync(readFileSync(new URL('./testdata/attack-lines.jsonl.gz', import.meta.url)))
  .toString('utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as AttackLine)

function ofClass(start: string): readonly AttackLine[] {
  return lines.filter((line) => line.class.startsWith(start))
}

/** A name with the values that it would carry, which stand in it as they were asked for, taken for any text. */
function fits(name: string, recorded: string): boolean {
  const literal = name.split(/\$\{[^${}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${literal.join('.*')}$`, 's').test(recorded)
}

/**
 * The recording was made on another day, and with a secret in its environment: `${date:YYYY}` is the year of the week, which
 * on 27 December was the next one, and `${env:AWS_SECRET_ACCESS_KEY:-NO_EXISTS}` has its default where there is no secret.
 */
const ofAnotherWorld: Readonly<Record<number, string>> = {
  98: 'ldap://somesitehackerofhell.com/z?leak=NO_EXISTS',
  256: 'ldap://was-log4shell-2022ZF0IyjhuS5ZhlDpYPYIa.w.nessus.org',
}

test.each(ofClass('A'))('line $id fires, with the name that Log4j looked up', ({ id, line, jndi }) => {
  const names = huntIn(line)
    .findings.filter(({ verdict }) => verdict === 'fires')
    .map(({ lookup }) => lookup.meaning.replace(/^jndi:/, ''))

  if (ofAnotherWorld[id] !== undefined) expect(names).toContain(ofAnotherWorld[id])
  else expect(names.filter((name) => jndi.some((recorded) => fits(name, recorded)))).not.toEqual([])
})

test.each(ofClass('B'))('line $id is an attempt that cannot fire, and says why', ({ line }) => {
  const { findings } = huntIn(line)

  expect(findings.map(({ verdict }) => verdict)).toEqual(['attempt'])
  expect(findings[0]?.because).not.toBe('')
})

test.each(ofClass('C'))('line $id is evidence', ({ line }) => {
  expect(huntIn(line).findings.map(({ verdict }) => verdict)).toEqual(['evidence'])
})

test('all of them are found in one log, each with its line', () => {
  const { findings, gaps } = huntIn(lines.map(({ line }) => line).join('\n'))

  const found = new Set(findings.map(({ at }) => at.line))
  expect(lines.filter((_, index) => !found.has(index + 1))).toEqual([])
  // One is JSON that was cut off.
  expect(gaps.map(({ at, because }) => `${at} ${because}`)).toEqual(['a.log:271 malformed'])
  expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length)
})

test('the corpus is the one that the numbers are about', () => {
  expect([ofClass('A').length, ofClass('B').length, ofClass('C').length]).toEqual([276, 46, 5])
})
