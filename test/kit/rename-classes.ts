/**
 * A class with other names, as relocation and obfuscation give them: `rename` is asked for each name of a class, with
 * slashes, wherever a text of the constant pool has one, also in descriptors and, with dots, in literals. Everything
 * else stays byte for byte.
 */
export function renameClasses(bytes: Uint8Array, packages: RegExp, rename: (name: string) => string): Uint8Array {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const pieces: Buffer[] = [source.subarray(0, 10)]
  const count = source.readUInt16BE(8)
  let at = 10
  for (let index = 1; index < count; index++) {
    const tag = source[at] ?? 0
    if (tag === 1) {
      const end = at + 3 + source.readUInt16BE(at + 1)
      // Names of classes are ASCII; texts that are not go through Latin-1 unchanged.
      const renamed = Buffer.from(renamedText(source.toString('latin1', at + 3, end), packages, rename), 'latin1')
      pieces.push(Buffer.from([1, renamed.length >> 8, renamed.length & 0xff]), renamed)
      at = end
    } else {
      const width = widths[tag]
      if (width === undefined) throw new Error(`unknown tag ${tag}`)
      pieces.push(source.subarray(at, at + 1 + width))
      at += 1 + width
      if (tag === 5 || tag === 6) index++
    }
  }
  return Buffer.concat([...pieces, source.subarray(at)])
}

/** Bytes behind each tag of JVMS §4.4 but text. */
const widths: Readonly<Record<number, number>> = {
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 2,
  8: 2,
  9: 4,
  10: 4,
  11: 4,
  12: 4,
  15: 3,
  16: 2,
  17: 4,
  18: 4,
  19: 2,
  20: 2,
}

function renamedText(text: string, packages: RegExp, rename: (name: string) => string): string {
  return text.replaceAll(/[\w$]+(?:([/.])[\w$]+)+/g, (name, separator: string) => {
    const [, descriptor = '', plain = name] = /^(L?)(.*)$/.exec(name) ?? []
    const own = packages.test(plain.replaceAll('.', '/')) ? descriptor : ''
    const slashed = (own === '' ? name : plain).replaceAll('.', '/')
    return packages.test(slashed) ? own + rename(slashed).replaceAll('/', separator) : name
  })
}
