/** One member of a tar; a name that ends in a slash is a folder. */
export interface TarMember {
  readonly name: string
  readonly content?: Uint8Array | string
  /** `1` a hard link, `2` a symbolic one. */
  readonly type?: '0' | '1' | '2' | '5'
  readonly linkTo?: string
}

/** A ustar archive (IEEE Std 1003.1, pax); names of up to 100 bytes. */
export function tarOf(members: readonly TarMember[]): Buffer {
  return Buffer.concat([...members.flatMap(memberOf), Buffer.alloc(1024)])
}

function memberOf({ name, content = '', type, linkTo = '' }: TarMember): readonly Buffer[] {
  if (Buffer.byteLength(name) > 100) throw new Error(`too long for ustar: ${name}`)
  const body = Buffer.from(content)
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write('0000644\0', 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124)
  header.write('00000000000\0', 136)
  header.write('        ', 148)
  header.write(type ?? (name.endsWith('/') ? '5' : '0'), 156)
  header.write(linkTo, 157)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return [header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]
}
