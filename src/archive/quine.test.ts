import { expect, test } from 'vitest'
import { openArchive } from '../../test/kit/archives/open-archive.ts'
import { zipQuine } from '../../test/kit/archives/quine.ts'
import { zip } from './formats/zip.ts'

test('a zip quine is what it holds', () => {
  const quine = zipQuine()

  expect(openArchive(zip, quine).entries[0]?.content).toEqual(Uint8Array.from(quine))
})
