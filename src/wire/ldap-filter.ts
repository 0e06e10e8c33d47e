import { type BerElement, berTag, readBer, readBerList } from './ber.ts'
import { printable } from './printable.ts'

/** Filters nest; nobody who was sent by a lookup nests them at all. */
const maxDepth = 8

/** Writes a search filter as RFC 4515 does; what is too deep, unknown or malformed reads `…`. */
export function showFilter({ tag, content }: BerElement, depth = 0): string {
  if (depth > maxDepth) return '…'
  const shown = write(tag, content, depth)
  return shown === null ? '…' : `(${shown})`
}

/** RFC 4511 section 4.5.1.7: the choice is in the tag. */
function write(tag: number, content: Uint8Array, depth: number): string | null {
  switch (tag) {
    case 0xa0:
    case 0xa1: {
      const parts = readBerList(content)?.map((part) => showFilter(part, depth + 1))
      return parts === undefined ? null : (tag === 0xa0 ? '&' : '|') + parts.join('')
    }
    case 0xa2: {
      const inner = readBer(content, content.length)
      return inner.is === 'read' ? `!${showFilter(inner.value, depth + 1)}` : null
    }
    case 0xa3:
      return compare(content, '=')
    case 0xa5:
      return compare(content, '>=')
    case 0xa6:
      return compare(content, '<=')
    case 0xa8:
      return compare(content, '~=')
    case 0x87:
      return `${printable(content)}=*`
    default:
      return null
  }
}

function compare(content: Uint8Array, sign: string): string | null {
  const [attribute, value] = readBerList(content) ?? []
  if (attribute?.tag !== berTag.octetString || value?.tag !== berTag.octetString) return null
  return printable(attribute.content) + sign + printable(value.content)
}
