import { jsonText } from './visible.ts'

/** A list that can be long. Each element becomes text as it comes, so that memory is what the document takes. */
export class JsonList {
  readonly #lines: string[] = []
  readonly #distinct = new Set<string>()

  get length(): number {
    return this.#lines.length
  }

  add(value: unknown): void {
    this.#lines.push(jsonText(value))
  }

  /** For lists whose elements must differ. */
  addOnce(value: unknown): void {
    const line = jsonText(value)
    if (this.#distinct.has(line)) return
    this.#distinct.add(line)
    this.#lines.push(line)
  }

  /** One element a line: as small as can be, and still to be searched line by line. */
  write(): string {
    return this.#lines.length === 0 ? '[]' : `[\n${this.#lines.join(',\n')}\n]`
  }
}

/** JSON of a value whose members, at any depth, may be a {@link JsonList}; each member of the whole begins a line. */
export function jsonDocument(value: Readonly<Record<string, unknown>>): string {
  return `{\n${members(value).join(',\n')}\n}\n`
}

function members(value: object): readonly string[] {
  return Object.entries(value).map(([name, member]) => `${jsonText(name)}:${written(member)}`)
}

function written(value: unknown): string {
  if (value instanceof JsonList) return value.write()
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`
  if (typeof value === 'object' && value !== null) return `{${members(value).join(',')}}`
  return jsonText(value)
}
