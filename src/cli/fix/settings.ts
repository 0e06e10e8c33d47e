import { type Remedy, remedies } from '../../fix/index.ts'
import type { FixOrder } from '../../node/index.ts'
import { defaultScanLimits, type ScanLimits } from '../../scan/index.ts'
import { flagOption, listOption, numberOption, optionInvalid, type RawOptions } from '../options.ts'

/** What is taken away, and what may be done for it. Throws OPTION_INVALID. */
export function readOrder(options: RawOptions): FixOrder {
  return {
    remedies: readRemedies(options),
    stripSignature: flagOption(options, 'strip-signature'),
    breakLinks: flagOption(options, 'break-links'),
  }
}

function readRemedies(options: RawOptions): readonly Remedy[] {
  const named = listOption(options, 'remove', ',')
  const unknown = named.find((word) => !remedies.some(({ id }) => id === word))
  if (unknown !== undefined) {
    throw optionInvalid('remove', unknown, `one of ${remedies.map(({ id }) => id).join(', ')}`)
  }
  const log4j1 = flagOption(options, 'log4j1')
  return remedies.filter(
    ({ id, byDefault, family }) =>
      (named.length > 0 ? named.includes(id) : byDefault) || (log4j1 && family === 'log4j1'),
  )
}

/** How it is looked for, as `scan` does. */
export function readSearch(options: RawOptions) {
  const workers =
    options['workers'] === undefined
      ? undefined
      : numberOption(options, 'workers', { min: 1, max: 256, unit: 'threads' })
  const limits: ScanLimits = {
    ...defaultScanLimits,
    depth: numberOption(options, 'max-depth', { min: 1, max: 10_000, unit: 'levels' }),
    millis: numberOption(options, 'max-time', { min: 1, max: 86_400, unit: 'seconds' }) * 1_000,
  }
  return {
    limits,
    deep: flagOption(options, 'deep'),
    exclude: listOption(options, 'exclude', null),
    ...(flagOption(options, 'all-devices') ? { otherDevices: true } : {}),
    ...(flagOption(options, 'one-device') ? { otherDevices: false } : {}),
    ...(workers === undefined ? {} : { workers: Math.round(workers) }),
  }
}
