/** What a directive calls the columns of the lines behind it; `null` if it is not one that begins so. */
export function columnsOf(directive: string | null, beginning: string, separator: string): readonly string[] | null {
  if (directive === null || !directive.startsWith(beginning)) return null
  const names = directive.slice(beginning.length).trim().split(separator)
  return names.length > mostColumns ? null : names.filter((name) => name !== '')
}

const mostColumns = 512

/** Values by the names of their columns; `null` for one that is empty, or `-`. */
export class Row {
  readonly #values = new Map<string, string>()
  readonly #empty: readonly string[]

  constructor(names: readonly string[], values: readonly string[], empty: readonly string[] = ['-', '']) {
    this.#empty = empty
    for (const [index, name] of names.entries()) {
      const value = values[index]
      if (value !== undefined && !this.#values.has(name)) this.#values.set(name, value)
    }
  }

  /** Of the first of these columns that there is, and that is not empty. */
  value(...names: readonly string[]): string | null {
    for (const name of names) {
      const value = this.#values.get(name)
      if (value !== undefined && !this.#empty.includes(value)) return value
    }
    return null
  }

  port(...names: readonly string[]): number | null {
    return portOf(this.value(...names))
  }

  has(...names: readonly string[]): boolean {
    return names.some((name) => this.#values.has(name))
  }
}

/** A port, of a text or a number; `null` for what is none. */
export function portOf(value: unknown): number | null {
  const port = typeof value === 'number' ? value : typeof value === 'string' && /^\d{1,5}$/.test(value) ? +value : -1
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : null
}
