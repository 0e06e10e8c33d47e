/** A class of Log4j as a shading tool leaves it: every name that begins with the package begins with another. */
export function relocated(bytes, from, to) {
  const count = bytes.readUInt16BE(8)
  const parts = [bytes.subarray(0, 10)]
  let at = 10
  for (let index = 1; index < count; index++) {
    const tag = bytes[at]
    if (tag === 1) {
      const length = bytes.readUInt16BE(at + 1)
      const text = bytes.toString('latin1', at + 3, at + 3 + length)
      const moved = Buffer.from(text.replaceAll(from, to).replaceAll(dotted(from), dotted(to)), 'latin1')
      const head = Buffer.from([1, moved.length >> 8, moved.length & 0xff])
      parts.push(head, moved)
      at += 3 + length
    } else {
      const width = widths[tag]
      if (tag === 5 || tag === 6) index++
      parts.push(bytes.subarray(at, at + 1 + width))
      at += 1 + width
    }
  }
  return Buffer.concat([...parts, bytes.subarray(at)])
}

/** Bytes behind the tag of each kind of constant (JVMS §4.4). */
const widths = {
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

function dotted(name) {
  return name.replaceAll('/', '.')
}
