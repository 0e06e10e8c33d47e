/** Zip by its directory: what the walker of archives uses where speed decides, and `formats/zip.ts` where it does not. */
export { compressionOf, isEncrypted, packedBytes, unpacked } from './content.ts'
export { readDirectory } from './directory.ts'
export { type DirectoryPlace, endsAsZip, findDirectory, followsAnother, inParts } from './end-record.ts'
export { directoryFollows, walkLocalHeaders } from './local-headers.ts'
export { type ZipCursor, type ZipRecord } from './record.ts'
