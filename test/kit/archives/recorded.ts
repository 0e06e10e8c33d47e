import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** Archives as other tools made them; `README.md` there says which, and how. */
const folder = new URL('../../../src/archive/formats/testdata/', import.meta.url)

/** What ends so is kept compressed, because nearly all of it is zeros or script. */
const isKeptCompressed = (name: string): boolean => /\.(?:iso|run|tar)\.gz$/.test(name)

/** Their names, as {@link recorded} takes them. */
export const recordedNames: readonly string[] = readdirSync(folder)
  .filter((name) => name !== 'README.md')
  .map((name) => (isKeptCompressed(name) ? name.slice(0, -3) : name))

export function recorded(name: string): Uint8Array {
  if (isKeptCompressed(`${name}.gz`)) {
    try {
      return gunzipSync(readFileSync(new URL(`${name}.gz`, folder)))
    } catch {
      // Most tars are short enough to lie as they are.
    }
  }
  return readFileSync(new URL(name, folder))
}

/** Bytes that hardly compress. */
export const square = Uint8Array.from({ length: 1_500 }, (_, i) => (i * i * 31 + (i >> 3)) & 255)
/** What the compressed files hold: 4,500 bytes that repeat. */
export const content = Uint8Array.from([...square, ...square, ...square])
export const longName = `lib/${'d'.repeat(90)}/${'n'.repeat(90)}.txt`

/** What the archives hold, or part of it. */
export const tree: Readonly<Record<string, Uint8Array>> = {
  'META-INF/MANIFEST.MF': new TextEncoder().encode('Manifest-Version: 1.0\n'),
  'lib/empty': new Uint8Array(0),
  'lib/square.bin': square,
  [longName]: new TextEncoder().encode('long names are kept\n'),
}

/** The files of it that have short names. */
export const shortTree: Readonly<Record<string, Uint8Array>> = Object.fromEntries(
  Object.entries(tree).filter(([name]) => name !== longName),
)
