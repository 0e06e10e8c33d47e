import { Writable } from 'node:stream'
import { setImmediate as soon } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { standardOutput } from './standard-output.ts'

/** Takes what comes after a moment, and fails from the byte that the error is for. */
function slow(failure: { readonly afterBytes: number; readonly code: string } | null = null) {
  let taken = ''
  const stream = new Writable({
    highWaterMark: 8,
    write(bytes: Buffer, _encoding, done) {
      setImmediate(() => {
        if (failure !== null && taken.length >= failure.afterBytes) {
          done(Object.assign(new Error(failure.code), { code: failure.code }))
          return
        }
        taken += bytes.toString()
        done()
      })
    },
  })
  return { stream, taken: () => taken }
}

test('holds the work back while its reader is slow, and settles when all is delivered', async () => {
  const { stream, taken } = slow()
  const onLost = vi.fn()
  const output = standardOutput(stream, onLost)

  await output.print('more than eight bytes')
  expect(taken()).toBe('more than eight bytes')
  await output.print('end')
  expect(await output.settle()).toBe('delivered')
  expect(taken()).toBe('more than eight bytesend')
  expect(onLost).not.toHaveBeenCalled()
})

test('a reader that goes away is told once, and holds nothing back', async () => {
  const { stream } = slow({ afterBytes: 8, code: 'EPIPE' })
  const onLost = vi.fn()
  const output = standardOutput(stream, onLost)

  for (let i = 0; i < 5; i++) await output.print('0123456789')
  await soon()

  expect(await output.settle()).toBe('reader-gone')
  expect(onLost).toHaveBeenCalledTimes(1)
})

test('any other loss is a problem with its reason, also when it shows only at the end', async () => {
  const { stream } = slow({ afterBytes: 0, code: 'ENOSPC' })
  const output = standardOutput(stream, () => undefined)
  await output.print('short')

  expect(await output.settle()).toMatchObject({
    code: 'OUTPUT_UNWRITABLE',
    message: expect.stringContaining('ENOSPC') as string,
  })
})
