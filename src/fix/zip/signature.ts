import { type Bytes, cleanName } from '../../archive/index.ts'
import { Refusal } from '../refusal.ts'
import type { Layout } from './layout.ts'
import { viewOf } from './local-header.ts'

/** @see https://docs.oracle.com/en/java/javase/17/docs/specs/jar/jar.html#signed-jar-file */
const signatureFile = /^META-INF\/(?:[^/]+\.(?:SF|RSA|DSA|EC)|SIG-[^/]*)$/i
const manifestFile = /^META-INF\/MANIFEST\.MF$/i

/** Which entries sign an archive; none unless one lists what is signed. */
export function signatureEntries({ entries }: Layout): readonly string[] {
  const names = entries.map(({ name }) => cleanName(name)).filter((name) => signatureFile.test(name))
  return names.some((name) => /\.SF$/i.test(name)) ? names : []
}

export function isManifest(name: string): boolean {
  return manifestFile.test(name)
}

const blockMagic = new TextEncoder().encode('APK Sig Block 42')
const trailerSize = 24

/**
 * How many bytes of a signature lie before the directory, as Android packages have it; 0 if none does.
 *
 * @see https://source.android.com/docs/security/features/apksigning/v2
 */
export function signatureBlockSize(bytes: Bytes, { place }: Layout): number {
  if (place.start < trailerSize) return 0
  const trailer = bytes.read(place.start - trailerSize, trailerSize)
  if (!blockMagic.every((byte, index) => trailer[8 + index] === byte)) return 0
  const view = viewOf(trailer)
  const size = 8 + view.getUint32(0, true) + view.getUint32(4, true) * 0x1_0000_0000
  if (size > place.start) throw new Refusal('damaged', 'the signature before its directory is longer than all of it')
  return size
}

/**
 * A manifest without the digests of entries, which mean nothing without the signature: sections that say nothing else
 * are left out. `null` if there is none to leave out. Lines stay as they are, byte for byte.
 */
export function withoutDigests(manifest: Uint8Array): Uint8Array | null {
  const lines = splitLines(manifest)
  const kept: Uint8Array[] = []
  let changed = false
  let isMain = true
  for (const section of sectionsOf(lines)) {
    const attributes = attributesOf(section)
    const rest = isMain ? attributes : attributes.filter(({ name }) => !/-digest(?:-manifest)?$/i.test(name))
    isMain = false
    if (rest.length === attributes.length) {
      kept.push(...section)
      continue
    }
    changed = true
    const says = rest.some(({ name }) => name !== '' && name.toLowerCase() !== 'name')
    if (says) kept.push(...rest.flatMap(({ lines: own }) => own))
  }
  return changed ? joined(kept) : null
}

interface Attribute {
  /** Empty for a line that is blank. */
  readonly name: string
  /** With continuations. */
  readonly lines: readonly Uint8Array[]
}

/** A section ends with the blank lines behind it. */
function* sectionsOf(lines: readonly Uint8Array[]): Generator<readonly Uint8Array[]> {
  let section: Uint8Array[] = []
  let ended = false
  for (const line of lines) {
    if (ended && !isBlank(line)) {
      yield section
      section = []
      ended = false
    }
    section.push(line)
    ended ||= isBlank(line)
  }
  if (section.length > 0) yield section
}

function attributesOf(section: readonly Uint8Array[]): readonly Attribute[] {
  const attributes: { name: string; lines: Uint8Array[] }[] = []
  for (const line of section) {
    const last = attributes.at(-1)
    if (line[0] === 0x20 && last !== undefined) last.lines.push(line)
    else attributes.push({ name: isBlank(line) ? '' : nameOf(line), lines: [line] })
  }
  return attributes
}

function nameOf(line: Uint8Array): string {
  const colon = line.indexOf(0x3a)
  return String.fromCharCode(...line.subarray(0, Math.max(0, Math.min(colon, 80)))) || '?'
}

function isBlank(line: Uint8Array): boolean {
  return line.every((byte) => byte === 0x0d || byte === 0x0a)
}

/** Each with its end: CR LF, LF, or CR. */
function splitLines(text: Uint8Array): readonly Uint8Array[] {
  const lines: Uint8Array[] = []
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const byte = text[at]
    if (byte !== 0x0a && !(byte === 0x0d && text[at + 1] !== 0x0a)) continue
    lines.push(text.subarray(start, at + 1))
    start = at + 1
  }
  if (start < text.length) lines.push(text.subarray(start))
  return lines
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
