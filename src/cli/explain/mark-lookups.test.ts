import fc from 'fast-check'
import { expect, test } from 'vitest'
import { markLookups } from './mark-lookups.ts'

/** With the colours as words. */
const shown = (text: string): string =>
  markLookups(text).replace(/\u001b\[(\d+)m/g, (_all, code: string) => (code === '0' ? '<>' : `<${code}>`))

test.each([
  ['a plain text', 'a plain text'],
  ['a ${jndi:x} b', 'a <36>${jndi:x}<> b'],
  ['${${lower:j}ndi:${env:A:-b}}', '<36>${<33>${lower:j}<36>ndi:<33>${env:A:-b}<36>}<>'],
  ['${open ${closed}', '<36>${open <33>${closed}<36><>'],
  ['closed} twice}', 'closed} twice}'],
  ['$${jndi:x}', '$${jndi:x}'],
])('%s is marked as %s', (text, marked) => {
  expect(shown(text)).toBe(marked)
})

test('takes nothing away and adds nothing but colours, which end with the text', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('${', '}', '$', 'a', ':-'), { maxLength: 60 }), (parts) => {
      const text = parts.join('')
      const marked = markLookups(text)
      expect(marked.replace(/\u001b\[\d+m/g, '')).toBe(text)
      const last = /\u001b\[(\d+)m(?!.*\u001b\[)/s.exec(marked)?.[1]
      expect(last === undefined || last === '0').toBe(true)
    }),
  )
})
