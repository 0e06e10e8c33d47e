/**
 * Jars that a jar's manifest adds to the class path (JAR File Specification, "Class-Path Attribute"): relative URLs
 * against the jar. `jarPath` is absolute; so are the answers. Other schemes than `file` are never loaded from disk.
 */
export function manifestClassPath(manifest: string, jarPath: string): readonly string[] {
  // A line that begins with a blank goes on with the one before.
  const whole = manifest.replace(/\r\n?/g, '\n').replace(/\n /g, '')
  const main = whole.split('\n\n')[0] ?? ''
  const [, value = ''] = /^Class-Path: *(.*)$/im.exec(main) ?? []
  const folder = `file://${jarPath.split('/').slice(0, -1).map(encodeURIComponent).join('/')}/`
  return value
    .split(' ')
    .filter((part) => part !== '')
    .slice(0, mostParts)
    .flatMap((part) => pathOf(part, folder))
}

/** Some servers list a few hundred. */
const mostParts = 10_000

function pathOf(part: string, folder: string): readonly string[] {
  try {
    const { protocol, host, pathname } = new URL(part, folder)
    return protocol === 'file:' && host === '' ? [decodeURIComponent(pathname)] : []
  } catch {
    return []
  }
}
