import type { ArchiveFormat } from '../format.ts'
import { ar } from './ar.ts'
import { bzip2 } from './bzip2.ts'
import { cab } from './cab.ts'
import { cpio } from './cpio.ts'
import { gzip } from './gzip.ts'
import { iso9660 } from './iso9660.ts'
import { jimage } from './jimage.ts'
import { lz4 } from './lz4.ts'
import { lzma } from './lzma.ts'
import { pack200 } from './pack200.ts'
import { rar } from './rar.ts'
import { rpm } from './rpm.ts'
import { sevenzip } from './sevenzip.ts'
import { shell } from './shell.ts'
import { tar } from './tar.ts'
import { xz } from './xz.ts'
import { zip } from './zip.ts'
import { zstd } from './zstd.ts'

/** Every kind of archive, in the order in which they are asked whether something is theirs. */
export const archiveFormats: readonly ArchiveFormat[] = [
  zip,
  gzip,
  tar,
  xz,
  bzip2,
  zstd,
  lz4,
  ar,
  rpm,
  cpio,
  sevenzip,
  rar,
  cab,
  pack200,
  jimage,
  shell,
  iso9660,
  // It has no magic, so the others come first.
  lzma,
]
