import { combined } from './combined.ts'
import type { LogFormat } from './format.ts'
import { jsonLines } from './json-lines.ts'
import { plain } from './plain.ts'

/** Every log format, in the order in which they are asked whether a record is theirs; the last reads anything. */
export const logFormats: readonly LogFormat[] = [combined, jsonLines, plain]
