import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Inbox } from './inbox.ts'

test('holds what was appended and not yet dropped, in order, however much and in whatever pieces', () => {
  const chunk = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.nat(20_000).map((length) => Uint8Array.from({ length }, (_, i) => i % 251)),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(chunk, fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 30 }), (turns) => {
      const inbox = new Inbox()
      let model = new Uint8Array(0)
      for (const [bytes, share] of turns) {
        inbox.append(bytes)
        model = Uint8Array.from([...model, ...bytes])
        const dropped = Math.round(model.length * share)
        inbox.drop(dropped)
        model = model.subarray(dropped)

        expect(inbox.length).toBe(model.length)
        expect(Buffer.compare(inbox.view(), model)).toBe(0)
      }
      inbox.clear()
      expect(inbox.length).toBe(0)
    }),
    { numRuns: 60 },
  )
})
