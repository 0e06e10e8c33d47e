/**
 * archive: bytes in, entries out, format by format, and how archives lie in each other. It opens no file, judges
 * nothing, and writes nothing but what it read.
 */
export * from './archive-gap.ts'
export * from './bytes.ts'
export { inflate64 } from './deflate64.ts'
export * from './format.ts'
export { archiveFormats } from './formats/index.ts'
export { unlz4 } from './lz4.ts'
export { unlzma, unxz } from './lzma/index.ts'
export { cleanName, withoutTrailing } from './name.ts'
export { PieceReader } from './piece-reader.ts'
export * from './tar/index.ts'
export * from './zip/index.ts'
