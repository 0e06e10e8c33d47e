import type { Bytes } from '../archive/index.ts'
import type { ArchiveChange, RewrittenFormat } from './change.ts'
import { rewriteGzip } from './gzip/rewrite-gzip.ts'
import type { FixDoors } from './ports.ts'
import { NothingLeft } from './refusal.ts'
import { type RewriteContext, type RewriteOptions, refusalOf } from './rewriting.ts'
import { rewriteTar } from './tar/rewrite-tar.ts'
import { rewriteZip } from './zip/rewrite-zip.ts'

type Rewrite = (bytes: Bytes, change: ArchiveChange, context: RewriteContext) => Iterable<Uint8Array>

const rewriters: Readonly<Record<RewrittenFormat, Rewrite>> = { zip: rewriteZip, tar: rewriteTar, gzip: rewriteGzip }

/**
 * An archive with a change made to it and to those in it, piece by piece; what does not change stays byte for byte.
 * Throws Refusal and ArchiveGap, and {@link NothingLeft} where all was refused; what was given until then is of no use.
 */
export function rewriteArchive(
  bytes: Bytes,
  change: ArchiveChange,
  options: RewriteOptions,
  doors: FixDoors,
): Iterable<Uint8Array> {
  return rewriters[change.format](bytes, change, contextAt([], options, doors))
}

function contextAt(inside: readonly string[], options: RewriteOptions, doors: FixDoors): RewriteContext {
  return {
    doors,
    stripSignature: options.stripSignature,
    unsigned: (names) => options.unsigned?.(names, inside),
    rewrite: (bytes, path, change) =>
      rewriters[change.format](bytes, change, contextAt([...inside, path], options, doors)),
    refuse(path, error) {
      const refusal = refusalOf(path, error)
      if (options.refused === undefined) throw refusal
      // Of one in which all was refused, each was told.
      if (!(refusal instanceof NothingLeft)) options.refused([...inside, path], refusal)
    },
  }
}
