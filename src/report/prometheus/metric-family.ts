import { visible } from '../visible.ts'

/** Label names are ours; values can come from outside. */
export type Labels = Readonly<Record<string, string>>

/** Series of one family at most; what comes after goes into one that says so. Versions can be claimed without end. */
const seriesMost = 2_000

/** Gauges of one name: they tell of the last run only, so that none of them is a counter in Prometheus' sense. */
export class MetricFamily {
  readonly #name: string
  readonly #help: string
  readonly #always: Labels
  readonly #series = new Map<string, number>()

  constructor(name: string, help: string, always: Labels) {
    this.#name = name
    this.#help = help
    this.#always = always
  }

  add(labels: Labels, value: number): void {
    const key = shown({ ...this.#always, ...labels })
    const full = this.#series.size >= seriesMost && !this.#series.has(key)
    const counted = full ? shown({ ...this.#always, overflow: 'true' }) : key
    this.#series.set(counted, (this.#series.get(counted) ?? 0) + value)
  }

  /** Nothing, not even the help, if there is no series. */
  lines(): readonly string[] {
    if (this.#series.size === 0) return []
    const series = [...this.#series].map(([labels, value]) => `${this.#name}${labels} ${value}`)
    return [`# HELP ${this.#name} ${this.#help}`, `# TYPE ${this.#name} gauge`, ...series]
  }
}

function shown(labels: Labels): string {
  return `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',')}}`
}

/** Exposition formats, "Comments, help text, and type information": backslash, quote and line feed are escaped. */
function escaped(value: string): string {
  return visible(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"')
}
