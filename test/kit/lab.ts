import { describe, test } from 'vitest'
import { labAvailable } from '../../src/node/index.ts'

const availability = await labAvailable()

/**
 * A suite that starts real Java services. Where there is no JDK or Maven it is skipped with a sentence that says so;
 * in CI it fails instead, because a suite that never runs proves nothing.
 */
export function describeWithLab(title: string, suite: () => void): void {
  if (availability.is === 'available') {
    describe(title, suite)
    return
  }
  const { problem } = availability
  if (process.env['CI'] === undefined) {
    describe.skip(`${title} (skipped: ${problem.message}. ${problem.hint})`, suite)
    return
  }
  test(title, () => {
    throw problem
  })
}
