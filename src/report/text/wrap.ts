/**
 * Breaks a text at its spaces into lines of at most `columns` code points; a word that is longer, such as a path,
 * stays whole, so that it can be copied. There is always at least one line.
 */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const word of text.split(' ')) {
    const size = Array.from(word).length
    if (line !== '' && used + 1 + size > columns) {
      lines.push(line)
      line = ''
    }
    used = line === '' ? size : used + 1 + size
    line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
