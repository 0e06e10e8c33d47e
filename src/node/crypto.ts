import { createHash, createHmac, randomInt } from 'node:crypto'
import { maxScan, type Seal } from '../core/index.ts'

/** Seals tokens with HMAC-SHA-256 under `key`. Throws Error if the key has fewer than 16 bytes. */
export function sealWith(key: Uint8Array): Seal {
  if (key.length < 16) throw new Error('a token key has at least 16 bytes')
  return (text) => createHmac('sha256', key).update(text).digest()
}

/** A number for a new scan, from the system's cryptographic generator. */
export function newScanNumber(): number {
  return randomInt(maxScan + 1)
}

export function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}
