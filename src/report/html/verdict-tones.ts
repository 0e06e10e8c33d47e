import type { AttackVerdict } from '../../core/index.ts'
import type { Tone } from './bars.ts'

/** Colour only repeats what words and marks say. */
export const verdictTones: Readonly<Record<AttackVerdict, Tone>> = {
  evidence: 'alarm',
  fires: 'alarm',
  dos: 'warn',
  attempt: 'mute',
}
