/** Contents that begin at a multiple of one of these may be mapped into memory, pages first (zipalign, 16 KiB pages). */
const alignments = [16_384, 4_096, 4]

/** The extra field that says how its entry is aligned and takes the room for it (Android's zipalign and apksigner). */
const alignmentField = 0xd935
/** Number, length, and the alignment itself. */
const leastField = 6

/** To which multiple a stored content is aligned at this place, by intent or by chance; `null` if to none. */
export function alignmentOf(contentAt: number): number | null {
  return alignments.find((alignment) => contentAt % alignment === 0) ?? null
}

/**
 * An extra field with which the content is aligned again. `extraAt` is where the extra field will begin. Padding that
 * was in it makes room for the new one, in the same manner: nothing but zeros, or a field of its own.
 */
export function alignedExtra(extra: Uint8Array, extraAt: number, alignment: number): Uint8Array {
  const { rest, zeros } = withoutPadding(extra)
  let missing = (alignment - ((extraAt + rest.length) % alignment)) % alignment
  if (missing === 0) return rest
  if (!zeros) while (missing < leastField) missing += alignment
  const padded = new Uint8Array(rest.length + missing)
  padded.set(rest)
  if (zeros) return padded
  const view = new DataView(padded.buffer, rest.length)
  view.setUint16(0, alignmentField, true)
  view.setUint16(2, missing - 4, true)
  view.setUint16(4, alignment, true)
  return padded
}

/** `zeros`: it was padded with nothing but zeros, which older zipaligns do. */
function withoutPadding(extra: Uint8Array): { readonly rest: Uint8Array; readonly zeros: boolean } {
  const kept: number[] = []
  let at = 0
  const u2 = (index: number): number => (extra[index] ?? 0) | ((extra[index + 1] ?? 0) << 8)
  while (at + 4 <= extra.length && u2(at) !== 0) {
    const end = at + 4 + u2(at + 2)
    if (end > extra.length) break
    if (u2(at) !== alignmentField) kept.push(...extra.subarray(at, end))
    at = end
  }
  const tail = extra.subarray(at)
  const zeros = tail.length > 0 && tail.every((byte) => byte === 0)
  return { rest: Uint8Array.from(zeros ? kept : [...kept, ...tail]), zeros }
}
