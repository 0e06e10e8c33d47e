/** A tar (POSIX.1-1988 ustar) of `[name, content]`. */
export function tarOf(files) {
  const blocks = files.flatMap(([name, content]) => [headerOf(name, content.length), content, padding(content.length)])
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}

function headerOf(name, size) {
  const header = Buffer.alloc(512)
  // A long path is split at a slash: its folders go into the prefix.
  const cut = name.length <= 100 ? -1 : name.lastIndexOf('/', 154)
  header.write(name.slice(cut + 1), 0, 100)
  header.write('0000644\x000000000\x000000000\x00', 100)
  header.write(`${size.toString(8).padStart(11, '0')}\x0000000000000\x00`, 124)
  header.write('        0', 148)
  header.write('ustar\x0000', 257)
  if (cut > 0) header.write(name.slice(0, cut), 345, 155)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\x00 `, 148)
  return header
}

function padding(size) {
  return Buffer.alloc((512 - (size % 512)) % 512)
}

/** A Debian package (deb(5)) is an ar of two tars behind a version. */
export function debOf(data) {
  const member = (name, content) => {
    const fields = [name.padEnd(16), '0'.padEnd(12), '0'.padEnd(6), '0'.padEnd(6), '100644'.padEnd(8)]
    const header = `${fields.join('')}${String(content.length).padEnd(10)}\`\n`
    return Buffer.concat([Buffer.from(header), content, Buffer.alloc(content.length % 2, '\n')])
  }
  const control = tarOf([['./control', Buffer.from('Package: planted\nVersion: 1\nArchitecture: all\n')]])
  return Buffer.concat([
    Buffer.from('!<arch>\n'),
    member('debian-binary', Buffer.from('2.0\n')),
    member('control.tar', control),
    member('data.tar.gz', data),
  ])
}
