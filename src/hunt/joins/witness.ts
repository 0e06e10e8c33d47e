import type { Instant } from '../../core/index.ts'
import type { Outgoing } from '../outgoing.ts'

/** A record that says who went out, and has something in it that is watched for. Plain, so that threads can hand it over. */
export interface Witness {
  readonly source: string
  readonly line: number | null
  readonly byteOffset: number
  readonly format: string
  readonly when: Instant | null
  readonly saw: Outgoing
  /** The record, shortened. */
  readonly text: string
}
