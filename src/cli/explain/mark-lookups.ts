/** Select Graphic Rendition (ECMA-48 section 8.3.117) of each level of nesting, again from the first behind the last. */
const colours = ['36', '33', '35', '32', '34', '31'] as const
const reset = '\u001b[0m'

/**
 * A text in which each lookup has the colour of its level, from its `${` to the brace that closes it, so that it can be seen
 * what is in what. An escaped `$${` is none. The text must not hold anything that acts on a terminal.
 */
export function markLookups(text: string): string {
  let marked = ''
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const opens = text.startsWith('${', at) && text.charAt(at - 1) !== '$'
    if (opens) {
      marked += `${colourOf(depth++)}\${`
      at++
    } else if (text.charAt(at) === '}' && depth > 0) {
      depth--
      marked += `}${depth === 0 ? reset : colourOf(depth - 1)}`
    } else marked += text.charAt(at)
  }
  return depth === 0 ? marked : `${marked}${reset}`
}

function colourOf(level: number): string {
  return `\u001b[${colours[level % colours.length] ?? '0'}m`
}
