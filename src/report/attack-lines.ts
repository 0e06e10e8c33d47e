import { type AttackFinding, type Instant, isAlike, showInstant } from '../core/index.ts'
import { findingJson } from './finding-json.ts'
import { jsonText } from './visible.ts'

/**
 * Writes attacks as `jsonText(findingJson(…))` does. A spray repeats itself: what its findings have in common, half of each
 * and more, is made once.
 */
export class AttackLines {
  /** By an object that the findings of one text share; none is kept that nobody else has. */
  readonly #known = new WeakMap<AttackFinding['cves'], Known>()

  text(finding: AttackFinding): string {
    const known = this.#known.get(finding.cves)
    if (known === undefined) this.#known.set(finding.cves, { first: finding, form: undefined })
    else if (isAlike(known.first, finding)) {
      if (known.form === undefined) known.form = formOf(finding)
      if (known.form !== null) return filled(known.form, finding)
    }
    return jsonText(findingJson(finding))
  }
}

interface Known {
  readonly first: AttackFinding
  /** `undefined` until a second one comes; `null`: it cannot be made. */
  form: Form | null | undefined
}

/** The text around what each finding has for itself. */
interface Form {
  readonly before: string
  /** Which of {@link ownOf} comes next, and what follows it. */
  readonly rest: readonly (readonly [own: number, after: string])[]
}

/** What each finding has for itself, as JSON. */
function ownOf(finding: AttackFinding): readonly string[] {
  const { id, at, when, from, request, userAgent, field, format, lookup, evidence, seenAt } = finding
  const [log] = evidence
  const said = log.kind === 'log' ? log : { ...at, says: '', text: '' }
  const source = quoted(at.source)
  return [
    quoted(id),
    source,
    String(at.line),
    String(at.byteOffset),
    when === null ? 'null' : shown(when),
    quoted(from),
    quoted(request),
    quoted(userAgent),
    quoted(field),
    quoted(format),
    quoted(lookup.raw),
    said.source === at.source ? source : quoted(said.source),
    String(said.line),
    String(said.byteOffset),
    quoted(said.says),
    quoted(said.text),
    shown(seenAt),
  ]
}

const owns = 17

/** Made by writing a finding with marks in place of what is its own; a finding that holds a mark itself has no form. */
function formOf(finding: AttackFinding): Form | null {
  const [log, ...rest] = finding.evidence
  if (log.kind !== 'log') return null
  const json = findingJson(finding)
  const mark = (own: number): string => `fireline:own:${own}`
  const marked = {
    ...json,
    id: mark(0),
    at: { ...finding.at, source: mark(1), line: mark(2), byteOffset: mark(3) },
    when: mark(4),
    from: mark(5),
    request: mark(6),
    userAgent: mark(7),
    field: mark(8),
    format: mark(9),
    lookup: { ...finding.lookup, raw: mark(10) },
    evidence: [
      { ...log, source: mark(11), line: mark(12), byteOffset: mark(13), says: mark(14), text: mark(15) },
      ...rest,
    ],
    seenAt: mark(16),
  }
  const [before = '', ...parts] = jsonText(marked).split(/"fireline:own:(\d{1,2})"/)
  if (parts.length !== 2 * owns) return null
  return { before, rest: Array.from({ length: owns }, (_, i) => [Number(parts[2 * i]), parts[2 * i + 1] ?? '']) }
}

function filled({ before, rest }: Form, finding: AttackFinding): string {
  const own = ownOf(finding)
  const texts = [before]
  for (const [number, after] of rest) texts.push(own[number] ?? '', after)
  return texts.join('')
}

/** What stands in quotes as it is. */
const bare = /^[ !#-[\]-~]*$/

function quoted(text: string | null): string {
  if (text === null) return 'null'
  return bare.test(text) ? `"${text}"` : jsonText(text)
}

function shown(at: Instant): string {
  return `"${showInstant(at)}"`
}
