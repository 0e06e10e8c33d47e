import { type AttackFinding, type Instant, isAlike, showInstant } from '../core/index.ts'
import { findingJson } from './finding-json.ts'
import { jsonText } from './visible.ts'

/**
 * Writes attacks as `jsonText(findingJson(…))` does. A spray repeats itself: what its findings have in common, half of each
 * and more, is made once.
 */
export class AttackLines {
  /** By an object that the findings of one text share; none is kept that nobody else has. */
  readonly #forms = new WeakMap<AttackFinding['cves'], Form[]>()
  readonly #seenAt = new LastShown()

  text(finding: AttackFinding): string {
    const forms = this.#forms.get(finding.cves)
    // Of the first one nobody knows yet whether others come.
    if (forms === undefined) this.#forms.set(finding.cves, [])
    else {
      const form = forms.find((each) => each.suits(finding)) ?? newForm(finding, forms)
      if (form !== null) return form.text(finding, this.#seenAt)
    }
    return jsonText(findingJson(finding))
  }
}

/** One text is found in several fields, and written in several ways. */
const mostForms = 8

function newForm(finding: AttackFinding, forms: Form[]): Form | null {
  const form = forms.length < mostForms ? formOf(finding) : null
  if (form !== null) forms.push(form)
  return form
}

/** The text around what each finding has for itself. */
class Form {
  readonly #example: AttackFinding
  readonly #before: string
  /** What follows each of what a finding has for itself. */
  readonly #after: readonly string[]

  constructor(example: AttackFinding, before: string, after: readonly string[]) {
    this.#example = example
    this.#before = before
    this.#after = after
  }

  suits(finding: AttackFinding): boolean {
    const example = this.#example
    const [log] = finding.evidence
    const [exampleLog] = example.evidence
    return (
      isAlike(example, finding) &&
      log.kind === 'log' &&
      exampleLog.kind === 'log' &&
      log.says === exampleLog.says &&
      log.source === exampleLog.source &&
      finding.at.source === example.at.source &&
      finding.field === example.field &&
      finding.format === example.format &&
      finding.lookup.raw === example.lookup.raw
    )
  }

  text(finding: AttackFinding, seenAt: LastShown): string {
    const [log] = finding.evidence
    const own = [
      quoted(finding.id),
      String(finding.at.line),
      String(finding.at.byteOffset),
      finding.when === null ? 'null' : `"${showInstant(finding.when)}"`,
      quoted(finding.from),
      quoted(finding.request),
      quoted(finding.userAgent),
      log.kind === 'log' ? String(log.line) : '',
      log.kind === 'log' ? String(log.byteOffset) : '',
      log.kind === 'log' ? quoted(log.text) : '',
      seenAt.quoted(finding.seenAt),
    ]
    let text = this.#before
    for (let i = 0; i < owns; i++) text += (own[i] ?? '') + (this.#after[i] ?? '')
    return text
  }
}

const owns = 11

/** Made by writing a finding with marks in place of what is its own; a finding that holds a mark itself has no form. */
function formOf(finding: AttackFinding): Form | null {
  const [log, ...rest] = finding.evidence
  // What is not even like itself rests on more than a line and what it was decoded to.
  if (log.kind !== 'log' || !isAlike(finding, finding)) return null
  const mark = (own: number): string => `fireline:own:${own}`
  const marked = {
    ...findingJson(finding),
    id: mark(0),
    at: { ...finding.at, line: mark(1), byteOffset: mark(2) },
    when: mark(3),
    from: mark(4),
    request: mark(5),
    userAgent: mark(6),
    evidence: [{ ...log, line: mark(7), byteOffset: mark(8), text: mark(9) }, ...rest],
    seenAt: mark(10),
  }
  const [before = '', ...parts] = jsonText(marked).split(/"fireline:own:(\d{1,2})"/)
  const after = parts.filter((_, i) => i % 2 === 1)
  const isInOrder = after.length === owns && after.every((_, i) => parts[2 * i] === String(i))
  return isInOrder ? new Form(finding, before, after) : null
}

/** What does not stand in quotes as it is. */
const special = /[^ !#-[\]-~]/g

/** As {@link jsonText} writes it, without asking more of a text in which nothing but quotes and backslashes is special. */
function quoted(text: string | null): string {
  if (text === null) return 'null'
  let json = '"'
  let from = 0
  for (special.lastIndex = 0; special.test(text); ) {
    const at = special.lastIndex - 1
    const code = text.charCodeAt(at)
    if (code !== 0x22 && code !== 0x5c) return jsonText(text)
    json += `${text.slice(from, at)}\\`
    from = at
  }
  return `${json}${text.slice(from)}"`
}

/** Findings are made many in a millisecond. */
class LastShown {
  #at: Instant | null = null
  #json = ''

  quoted(at: Instant): string {
    if (at !== this.#at) this.#json = `"${showInstant(at)}"`
    this.#at = at
    return this.#json
  }
}
