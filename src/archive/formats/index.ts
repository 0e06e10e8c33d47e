import type { ArchiveFormat } from '../format.ts'
import { zip } from './zip.ts'

/** Every kind of archive, in the order in which they are asked whether something is theirs. */
export const archiveFormats: readonly ArchiveFormat[] = [zip]
