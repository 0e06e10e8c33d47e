import { compressedFile, startsWith } from '../compressed.ts'

/** RFC 1952: its magic, deflate as the method, and no flag that is reserved. */
export const gzip = compressedFile({
  id: 'gzip',
  summary: 'gzip, all members of it',
  claims: (head) => startsWith(head, [0x1f, 0x8b, 8]) && head.length >= 10 && ((head[3] ?? 0) & 0xe0) === 0,
  endings: { gz: '', tgz: 'tar', taz: 'tar', svgz: 'svg', emz: 'emf' },
})
