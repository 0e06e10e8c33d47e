import { ArchiveGap } from '../../../archive/index.ts'

/** What a reader of XML is told, in order. Names come without their prefix. */
export type XmlEvent =
  | { readonly is: 'open'; readonly name: string }
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'close'; readonly name: string }

/** Deeper than any list of parts. */
const deepest = 256

/**
 * Elements and texts of an XML document (XML 1.0), without attributes. A document type is refused, so no entity is
 * ever expanded but the five that XML has and character references. Throws ArchiveGap `malformed`.
 */
export function* xmlElements(text: string): Generator<XmlEvent, void, undefined> {
  const open: string[] = []
  for (let at = 0; at < text.length; ) {
    const start = text.indexOf('<', at)
    const words = text.slice(at, start < 0 ? text.length : start)
    if (words.trim() !== '') yield { is: 'text', text: unescaped(words) }
    if (start < 0) break
    if (text.startsWith('<!--', start)) at = after(text, '-->', start + 4)
    else if (text.startsWith('<![CDATA[', start)) {
      at = after(text, ']]>', start + 9)
      yield { is: 'text', text: text.slice(start + 9, at - 3) }
    } else if (text.startsWith('<?', start)) at = after(text, '?>', start + 2)
    else if (text.startsWith('<!', start)) throw malformed('it has a document type, which is not read')
    else {
      at = endOfTag(text, start)
      const [, slash, name = ''] =
        /^<(\/?)(?:[\w.-]{1,100}:)?([\w.-]{1,100})/.exec(text.slice(start, start + 220)) ?? []
      if (name === '') throw malformed('something in it is no element')
      if (slash === '/') {
        if (open.pop() !== name) throw malformed(`</${name}> closes what is not open`)
        yield { is: 'close', name }
        continue
      }
      yield { is: 'open', name }
      if (text[at - 2] === '/') yield { is: 'close', name }
      else if (open.push(name) > deepest) throw malformed(`its elements are nested more than ${deepest} deep`)
    }
  }
  if (open.length > 0) throw new ArchiveGap('truncated', `it ends before <${open.at(-1) ?? ''}> does`)
}

/** Behind the `>` of a tag; one in quotes is none. */
function endOfTag(text: string, start: number): number {
  let quote = ''
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at] ?? ''
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === '"' || character === "'") quote = character
    else if (character === '>') return at + 1
  }
  throw new ArchiveGap('truncated', 'it ends inside of an element')
}

function after(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from)
  if (at < 0) throw new ArchiveGap('truncated', `it ends before ${end}`)
  return at + end.length
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function unescaped(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{1,20}));/gi,
    (whole, hex?: string, digits?: string, name?: string) => {
      if (name !== undefined) return entities[name] ?? whole
      const code = hex === undefined ? Number(digits) : Number.parseInt(hex, 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
}

function malformed(detail: string): ArchiveGap {
  return new ArchiveGap('malformed', detail)
}
