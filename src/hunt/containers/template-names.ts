/** Tokens of binary XML (libevtx, "Token types"); `more` is set where something of the same kind follows. */
const more = 0x40
const mostTokens = 8_192
const longestName = 256

/**
 * What a template calls its values, by their numbers: `<Data Name="Url">` has its value called `Url`, any other element by
 * its own name, an attribute by both: `TimeCreated SystemTime`. As far as it can be followed; bounded.
 */
export function namesIn(chunk: Uint8Array, definition: number): ReadonlyMap<number, string> {
  const names = new Map<number, string>()
  if (definition + 24 > chunk.length) return names
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.length)
  const end = Math.min(chunk.length, definition + 24 + view.getUint32(definition + 20, true))
  const walk: Walk = { chunk, view, end, at: definition + 24, elements: [], attribute: null }
  for (let tokens = 0; walk.at < end && tokens < mostTokens; tokens++) if (!step(walk, names)) break
  return names
}

interface Walk {
  readonly chunk: Uint8Array
  readonly view: DataView
  readonly end: number
  at: number
  /** Those that are open, the innermost last; `called`: by its attribute `Name`. */
  readonly elements: { readonly name: string; called: string | null }[]
  attribute: string | null
}

/** Takes the next token; gives whether it was understood. */
function step(walk: Walk, names: Map<number, string>): boolean {
  const token = walk.chunk[walk.at] ?? 0
  walk.at++
  switch (token & ~more) {
    case 0x0f: // the fragment's header
      walk.at += 3
      return true
    case 0x01: // an element: what it depends on, its size, its name, and the size of its attributes
      walk.at += 6
      walk.elements.push({ name: nameHere(walk), called: null })
      walk.attribute = null
      if ((token & more) !== 0) walk.at += 4
      return true
    case 0x06: // an attribute
      walk.attribute = nameHere(walk)
      return true
    case 0x05:
      return literal(walk)
    case 0x0d: // a value, that may be left out or not
    case 0x0e:
      return substitution(walk, names)
    case 0x02: // the end of an element's attributes
      walk.attribute = null
      return true
    case 0x03: // the end of an element, without content and with it
    case 0x04:
      walk.elements.pop()
      walk.attribute = null
      return true
    case 0x08: // a character, an entity
      walk.at += 2
      return true
    case 0x09:
      nameHere(walk)
      return true
    default:
      return false
  }
}

/** A name lies where it is used first, and is referred to from then on. */
function nameHere(walk: Walk): string {
  const { chunk, view } = walk
  if (walk.at + 4 > walk.end) return stop(walk)
  const offset = view.getUint32(walk.at, true)
  walk.at += 4
  if (offset + 8 > chunk.length) return stop(walk)
  const length = view.getUint16(offset + 6, true)
  if (offset === walk.at) walk.at += 10 + 2 * length
  return length > longestName ? '' : utf16(chunk.subarray(offset + 8, offset + 8 + 2 * length))
}

function stop(walk: Walk): string {
  walk.at = walk.end
  return ''
}

/** A text of the template's own: of an attribute `Name`, what the element's value is called. */
function literal(walk: Walk): boolean {
  if (walk.at + 3 > walk.end || walk.chunk[walk.at] !== 0x01) return false
  const length = walk.view.getUint16(walk.at + 1, true)
  const element = walk.elements.at(-1)
  if (element !== undefined && walk.attribute === 'Name' && length <= longestName)
    element.called = utf16(walk.chunk.subarray(walk.at + 3, walk.at + 3 + 2 * length))
  walk.at += 3 + 2 * length
  return true
}

function substitution(walk: Walk, names: Map<number, string>): boolean {
  const element = walk.elements.at(-1)
  if (walk.at + 3 > walk.end || element === undefined) return false
  const id = walk.view.getUint16(walk.at, true)
  walk.at += 3
  const name = walk.attribute === null ? (element.called ?? element.name) : `${element.name} ${walk.attribute}`
  if (!names.has(id) && name !== '') names.set(id, name)
  return true
}

export function utf16(bytes: Uint8Array): string {
  return new TextDecoder('utf-16le').decode(bytes)
}
