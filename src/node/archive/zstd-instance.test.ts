import { expect, test } from 'vitest'
import { ZstdInstance } from './zstd-instance.ts'

/** A frame of one block of one byte over and over (RFC 8878 §3.1.1): a window of 128 KiB, no checksum. */
function runOf(byte: number, length: number): Uint8Array {
  const header = (length << 3) | (1 << 1) | 1
  return Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0x38, header & 0xff, (header >> 8) & 0xff, header >> 16, byte)
}

/** What comes out of parts of a stream, and whether its last part ended a frame. */
function undone(instance: ZstdInstance, ...parts: readonly Uint8Array[]): { text: string; ended: boolean } {
  let text = ''
  let ended = false
  for (const part of parts) {
    const pieces = instance.undo(part)
    for (let next = pieces.next(); ; next = pieces.next()) {
      if (next.done === true) {
        ended = next.value
        break
      }
      text += Buffer.from(next.value).toString('latin1')
    }
  }
  return { text, ended }
}

test('a frame is undone, whole or byte by byte', () => {
  const frame = runOf(0x61, 1_000)
  const expected = { text: 'a'.repeat(1_000), ended: true }

  expect(undone(new ZstdInstance(), frame)).toEqual(expected)
  expect(undone(new ZstdInstance(), ...Array.from(frame, (byte) => Uint8Array.of(byte)))).toEqual(expected)
})

test('a frame that fills the room for what comes out to its end has ended', () => {
  const { text, ended } = undone(new ZstdInstance(), runOf(0x61, 131_072))

  expect(text.length).toBe(131_072)
  expect(ended).toBe(true)
})

test('a stream that stops within a frame has not ended', () => {
  expect(undone(new ZstdInstance(), runOf(0x61, 1_000).subarray(0, 8))).toEqual({ text: '', ended: false })
})

test('one stream after the other is undone in the same memory', () => {
  const instance = new ZstdInstance()
  undone(instance, runOf(0x61, 131_072))
  instance.reset()
  const { memoryBytes } = instance
  for (let i = 0; i < 50; i++) {
    expect(undone(instance, runOf(0x62, 100_000)).text.length).toBe(100_000)
    instance.reset()
  }

  expect(instance.memoryBytes).toBe(memoryBytes)
})

test('a stream that was left in the middle does not show in the next', () => {
  const instance = new ZstdInstance()
  undone(instance, runOf(0x61, 1_000).subarray(0, 8))
  instance.reset()

  expect(undone(instance, runOf(0x62, 3))).toEqual({ text: 'bbb', ended: true })
})

test('what is no zstd, and a frame that wants a window of gigabytes, are refused', () => {
  expect(() => undone(new ZstdInstance(), new TextEncoder().encode('no zstd at all'))).toThrow(/zstd gives up/)
  const wide = runOf(0x61, 1_000)
  wide[5] = 0xf8
  expect(() => undone(new ZstdInstance(), wide)).toThrow(/zstd gives up/)
})
