import { deepest, type Entry, longestValue } from '../entry.ts'
import { jsonEntries } from './json.ts'

interface Level {
  readonly indent: number
  readonly name: string
}

/**
 * As much of YAML as people configure logging with: nested mappings, lists of them, quoted and plain values, blocks
 * behind `|` and `>`, flow collections on one line, comments. Anchors and tags are passed over.
 */
export function* yamlEntries(text: string): Generator<Entry> {
  const lines = text.split(/\r\n|\r|\n/)
  const levels: Level[] = []
  for (let index = 0; index < lines.length; index++) {
    const { indent, key, value } = partsOf(lines[index] ?? '')
    if (key === null && value === '') continue
    while ((levels.at(-1)?.indent ?? -1) >= indent) levels.pop()
    const path = levels.map(({ name }) => name)
    const line = index + 1
    if (/^[|>][-+\d]{0,3}$/.test(value)) {
      const block = blockBehind(lines, index, indent)
      for (const [offset, each] of block.entries()) {
        if (each.trim() !== '')
          yield { path, key: key ?? '', value: each.trim().slice(0, longestValue), line: line + 1 + offset }
      }
      index += block.length
      continue
    }
    if (/^[[{]/.test(value)) {
      const inside = key === null ? path : [...path, key]
      if (key !== null) yield { path, key, value: '', line }
      for (const entry of jsonEntries(value)) yield { ...entry, path: [...inside, ...entry.path], line }
      continue
    }
    yield { path, key: key ?? '', value: plain(value), line }
    if (key !== null && value === '' && levels.length < deepest) levels.push({ indent, name: key })
  }
}

/** `  - key: value # comment`; a dash counts as indentation. */
function partsOf(line: string): { readonly indent: number; readonly key: string | null; readonly value: string } {
  const [dashes = ''] = /^ *(?:- +)*/.exec(line) ?? []
  const indent = dashes.length
  const rest = withoutComment(line.slice(indent, indent + 2 * longestValue)).trim()
  if (rest === '' || rest === '-' || rest.startsWith('---') || rest.startsWith('%'))
    return { indent, key: null, value: '' }
  const [whole, double, single, bare] =
    /^(?:"([^"]{1,200})"|'([^']{1,200})'|([^\s"'{[#][^:#"]{0,199}?)) *:(?= |$)/.exec(rest) ?? []
  if (whole === undefined) return { indent, key: null, value: rest }
  return { indent, key: double ?? single ?? bare ?? '', value: rest.slice(whole.length).trim() }
}

/** Cut off at ` #` outside quotes. */
function withoutComment(text: string): string {
  let quote = ''
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? ''
    if (quote !== '') {
      if (letter === quote) quote = ''
    } else if ((letter === '"' || letter === "'") && /^$|[\s:,[{-]/.test(text[at - 1] ?? '')) quote = letter
    else if (letter === '#' && (at === 0 || text[at - 1] === ' ' || text[at - 1] === '\t')) return text.slice(0, at)
  }
  return text
}

function plain(value: string): string {
  const [, double, single] = /^(?:"(.*)"|'(.*)')$/.exec(value) ?? []
  const text = double?.replaceAll(/\\(["\\/])/g, '$1') ?? single?.replaceAll("''", "'") ?? value
  return text.slice(0, longestValue)
}

/** The lines of a block: all that are indented deeper than its key, or empty. */
function blockBehind(lines: readonly string[], index: number, indent: number): readonly string[] {
  let end = index + 1
  while (end < lines.length) {
    const line = lines[end] ?? ''
    if (line.trim() !== '' && line.length - line.trimStart().length <= indent) break
    end++
  }
  return lines.slice(index + 1, end)
}
