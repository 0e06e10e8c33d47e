import { createHmac, hash, randomInt } from 'node:crypto'
import { maxScan, type Seal } from '../core/index.ts'

/**
 * Seals tokens with HMAC-SHA-256 under `key`. Neighbouring tokens ask for the same seal one after the other, so the
 * last one is kept. Throws Error if the key has fewer than 16 bytes.
 */
export function sealWith(key: Uint8Array): Seal {
  if (key.length < 16) throw new Error('a token key has at least 16 bytes')
  let last: string | null = null
  let mac = new Uint8Array(0)
  return (text) => {
    if (text !== last) mac = createHmac('sha256', key).update(text).digest()
    last = text
    return mac
  }
}

/** A number for a new scan, from the system's cryptographic generator. */
export function newScanNumber(): number {
  return randomInt(maxScan + 1)
}

export function sha256Hex(text: string): string {
  return hash('sha256', text)
}
