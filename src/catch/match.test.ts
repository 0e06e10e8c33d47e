import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { mintToken, type Seal, type TokenId } from '../core/index.ts'
import { tokenMatcher } from './match.ts'

const sealUnder =
  (key: string): Seal =>
  (text) =>
    createHmac('sha256', key).update(text).digest()
const id: TokenId = { intent: 'prove', scan: 7, target: 42, slot: 3 }
const prove = mintToken(id, sealUnder('first'))
const confirm = mintToken({ ...id, intent: 'confirm' }, sealUnder('second'))
const matcher = tokenMatcher([sealUnder('first'), sealUnder('second')])

test.each([
  ['a DNS name in any letter case', `${prove.toUpperCase()}.CB.test`, prove],
  ['a base DN with what a lookup left behind', `${confirm}/\${lower:Y:-n`, confirm],
  ['a host and path', `cb.test:8080/${prove}`, prove],
  ['a name without one', 'www.cb.test', null],
  ['the empty base DN', '', null],
])('finds the token of any of our keys in %s', (_case, asked, token) => {
  expect(matcher.tokenOf({ asked })).toBe(token)
})

test('finds no token where nothing was asked', () => {
  expect(matcher.tokenOf({ asked: null })).toBeNull()
})

test('finds no token of a stranger, and none without keys', () => {
  const foreign = mintToken(id, sealUnder('a stranger'))

  expect(matcher.tokenOf({ asked: `${foreign}.cb.test` })).toBeNull()
  expect(tokenMatcher([]).tokenOf({ asked: prove })).toBeNull()
})

test('lets on only the one who asks with a token that says so', () => {
  const asked = [`${prove}.cb.test`, `${confirm}.cb.test`, 'cb.test', `x.${confirm.toUpperCase()}.cb.test`]

  expect(asked.map((name) => matcher.mayGoOn(name))).toEqual([false, true, false, true])
})

test('deciding and recording one query costs one HMAC', () => {
  let sealed = 0
  const counting = tokenMatcher([
    (text) => {
      sealed++
      return sealUnder('first')(text)
    },
  ])
  const before = sealed

  counting.mayGoOn(`${prove}.cb.test`)
  expect(counting.tokenOf({ asked: `${prove}.cb.test` })).toBe(prove)

  expect(sealed - before).toBe(1)
})
