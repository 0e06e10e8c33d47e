import type { Bytes } from '../../archive/index.ts'
import type { GapReason } from '../../core/index.ts'
import type { ReadRecord } from '../formats/format.ts'

/** A record of a file that is no text. */
export interface ContainedRecord extends ReadRecord {
  /** Of its first byte in the file. */
  readonly offset: number
  /** The record as a person may read it, shortened. */
  readonly text: string
}

/** A part of such a file that could not be read. */
export interface ContainerGap {
  readonly offset: number
  /** How much was passed over, in bytes, as far as that is known. */
  readonly size: number
  readonly because: GapReason
  readonly detail: string
}

/** What is told while a file is read. */
export type Contained =
  | { readonly is: 'record'; readonly record: ContainedRecord }
  | { readonly is: 'gap'; readonly gap: ContainerGap }

/**
 * A kind of file that holds records but is no text. Adding one is a file, its test and a line in `index.ts`. Law: it claims
 * its own by content; whatever the bytes are it ends, in bounded memory, throwing nothing but ArchiveGap of `Bytes`.
 */
export interface LogContainer {
  /** The name of its file. */
  readonly id: string
  readonly summary: string
  readonly definedBy: string
  claims(head: Uint8Array): boolean
  contained(file: Bytes): Iterable<Contained>
}

export function startsWith(head: Uint8Array, magic: readonly number[]): boolean {
  return head.length >= magic.length && magic.every((byte, index) => head[index] === byte)
}
