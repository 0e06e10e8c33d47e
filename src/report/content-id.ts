/**
 * A UUID that follows from a text alone, so that the same document has the same one in every run: version 8 of RFC 9562
 * section 5.8, over four lanes of FNV-1a (draft-eastlake-fnv, 32 bits each) that start differently and are mixed at
 * the end. It tells documents apart; it is no proof against somebody who wants two to look alike.
 */
export function contentUuid(text: string): string {
  const hex = lanes
    .map((lane) => digest(text, lane))
    .map((word) => word.toString(16).padStart(8, '0'))
    .join('')
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** The offset basis of FNV-1a, and three that differ from it in every byte. */
const lanes = [0x811c9dc5, 0x7ee3623a, 0x24b9f860, 0xdb46079f] as const
const prime = 0x01000193

function digest(text: string, lane: number): number {
  let hash = lane
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    hash = Math.imul(hash ^ (unit & 0xff), prime)
    hash = Math.imul(hash ^ (unit >>> 8), prime)
    // FNV never moves high bits down; without this, lanes that differ only in their start would stay alike.
    hash ^= hash >>> 15
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
