import type { Instant } from '../../core/index.ts'
import type { Outgoing } from '../outgoing.ts'

/** A record that has ids of requests in it that are watched for. */
export interface RequestSeen {
  readonly is: 'request'
  readonly ids: readonly string[]
}

/** A record that says who went out, and has something in it that is watched for. Plain, so that threads can hand it over. */
export interface Witness {
  readonly source: string
  readonly line: number | null
  readonly byteOffset: number
  readonly format: string
  readonly when: Instant | null
  readonly saw: Outgoing | RequestSeen
  /** The record, shortened. */
  readonly text: string
}
