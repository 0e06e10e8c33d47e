import { problem } from '../core/index.ts'

/** What commander parsed, configuration file included: nothing about its types is known yet. */
export type RawOptions = Readonly<Record<string, unknown>>

export const optionInvalid = problem('OPTION_INVALID', (option: string, value: string, wanted: string) => ({
  message: `--${option} ${value} is not ${wanted}`,
  hint: 'Correct the value; --help shows an example.',
}))

/** What stands on the command line without a name. */
export const argumentInvalid = problem('ARGUMENT_INVALID', (what: string) => ({
  message: what,
  hint: 'Correct the command; --help shows examples.',
}))

/** A whole or fractional number within bounds, both included. Throws OPTION_INVALID. */
export function numberOption(options: RawOptions, name: string, { min, max, unit }: NumberBounds): number {
  const raw = options[camelCase(name)]
  const value = typeof raw === 'number' ? raw : typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : Number.NaN
  if (Number.isFinite(value) && value >= min && value <= max) return value
  throw optionInvalid(name, shown(raw), `a number of ${unit} from ${min} to ${max}`)
}

export interface NumberBounds {
  readonly min: number
  readonly max: number
  /** Plural noun: `seconds`, `requests a second`. */
  readonly unit: string
}

/** A text, or `null` if it was not given. */
export function textOption(options: RawOptions, name: string): string | null {
  const raw = options[camelCase(name)]
  if (raw === undefined || raw === null) return null
  if (typeof raw === 'string' && raw !== '') return raw
  throw optionInvalid(name, shown(raw), 'a text')
}

/** Whether a flag was given; `--no-x` gives false for x. */
export function flagOption(options: RawOptions, name: string): boolean {
  const raw = options[camelCase(name)]
  // An environment variable can only be a text.
  return raw === true || raw === 'true' || raw === '1'
}

/** One of the words, by its own name. Throws OPTION_INVALID that lists them. */
export function choiceOption<Word extends string>(options: RawOptions, name: string, words: readonly Word[]): Word {
  const raw = options[camelCase(name)]
  const word = words.find((known) => known === raw)
  if (word !== undefined) return word
  throw optionInvalid(name, shown(raw), `one of ${words.join(', ')}`)
}

/** A list, from repetitions (`--header a --header b`) or from a text with commas; empty if it was not given. */
export function listOption(options: RawOptions, name: string, split: ',' | null): readonly string[] {
  const raw = options[camelCase(name)]
  if (raw === undefined || raw === null) return []
  const texts = Array.isArray(raw) ? (raw as unknown[]) : [raw] // an array of what, is checked on the next line
  return texts.flatMap((text) => {
    if (typeof text !== 'string' && typeof text !== 'number') throw optionInvalid(name, shown(text), 'a list of texts')
    return split === null
      ? [String(text)]
      : String(text)
          .split(split)
          .map((word) => word.trim())
          .filter((word) => word !== '')
  })
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_dash, letter: string) => letter.toUpperCase())
}

function shown(raw: unknown): string {
  return raw === undefined ? '(nothing)' : JSON.stringify(raw)
}
