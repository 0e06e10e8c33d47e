/** LZMA and what is made of it: .lzma, LZMA2 and .xz, piece by piece in a memory that has a bound. */
export { looksLikeLzma, unlzma } from './lzma-alone.ts'
export { unxz } from './xz.ts'
