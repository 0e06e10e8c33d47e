import type { AttackFinding, Outcome } from '../../core/index.ts'
import { AttackSums } from '../attack-sums.ts'
import { attackKind, spanWords } from '../attack-words.ts'
import type { Tally } from '../tally.ts'
import { visible } from '../visible.ts'
import type { Palette } from './palette.ts'
import { showAttack, showAttackAgain, showOutcome } from './show-attack.ts'

/** Kinds of attack that are shown whole, each once; and as many of traces of evaluated lookups beside them. */
const kindsShown = 100
/** Further ones of a kind that are shown, a line each; and of what is left when there are too many kinds. */
const alsoShown = 5
/** Lines of each table. */
const linesShown = 12
/** Kinds that are told apart. */
const kindsKept = 10_000

/**
 * Shows attacks as they come: one of each kind whole, a few more in a line each, and counts the others, so that a spray
 * of ten thousand is no ten thousand blocks. All of them are in the formats for programs.
 */
export class AttackDigest {
  readonly sums = new AttackSums()
  readonly #kinds = new Map<string, { count: number; readonly meaning: string }>()
  #shown = 0
  #evaluated = 0
  #unkept = 0
  #hidden = 0
  #outcomes = 0
  #hiddenOutcomes = 0
  #last: string | null = null

  /** One that was added as `before`, with what came of it: as many are shown as of the attacks. */
  outcome(finding: AttackFinding, before: Outcome, columns: number, palette: Palette): string {
    this.sums.outcome(finding, before)
    const key = `came ${attackKind(finding)}`
    const known = this.#kinds.get(key)
    this.#last = null
    if (known === undefined) {
      if (this.#kinds.size < kindsKept) this.#kinds.set(key, { count: 1, meaning: finding.lookup.meaning })
      if (this.#outcomes++ < kindsShown) return showOutcome(finding, columns, palette)
    } else if (++known.count <= alsoShown + 1) return showAttackAgain(finding, known.meaning, palette)
    this.#hiddenOutcomes++
    return ''
  }

  add(finding: AttackFinding, columns: number, palette: Palette): string {
    this.sums.add(finding)
    const key = attackKind(finding)
    const known = this.#kinds.get(key)
    if (known === undefined) return this.#first(key, finding, columns, palette)
    const follows = this.#last === key
    if (++known.count > alsoShown + 1) {
      this.#hidden++
      return ''
    }
    this.#last = key
    const again = showAttackAgain(finding, known.meaning, palette)
    return follows ? again : `  ${palette.faint(visible(short(known.meaning)))}\n${again}`
  }

  *show(palette: Palette): Generator<string> {
    const { asked, from, secrets, carriedAway } = this.sums
    yield* table('Asked for, by host', asked, palette)
    yield* table('Came from', from, palette)
    yield* table('Rotate now: they were carried away, or may have been', carriedAway, palette)
    yield* table('Rotate, wherever it could have fired', secrets, palette)
    if (this.#hidden > 0) {
      yield palette.faint(
        `${n(this.#hidden)} more attacks of the same kinds are not shown (all are in --format json, jsonl, csv and html)`,
      )
      yield ''
    }
    if (this.#hiddenOutcomes > 0) {
      yield palette.faint(
        `of ${n(this.#hiddenOutcomes)} more attacks it is not shown what came of them (--format jsonl has all)`,
      )
      yield ''
    }
  }

  #first(key: string, finding: AttackFinding, columns: number, palette: Palette): string {
    const { meaning } = finding.lookup
    if (this.#kinds.size < kindsKept) this.#kinds.set(key, { count: 1, meaning })
    const evaluated = finding.verdict === 'evidence' && this.#evaluated++ < kindsShown
    if (evaluated || this.#shown < kindsShown) {
      if (!evaluated) this.#shown++
      this.#last = key
      return showAttack(finding, columns, palette)
    }
    if (this.#unkept++ < alsoShown) return showAttackAgain(finding, '', palette)
    this.#hidden++
    return ''
  }
}

function* table(title: string, tally: Tally, palette: Palette): Generator<string> {
  if (tally.size === 0) return
  const top = tally.top(linesShown).map((each) => ({ ...each, name: visible(short(each.name)) }))
  const wide = Math.min(50, Math.max(...top.map(({ name }) => name.length)))
  yield palette.strong(title)
  for (const { name, count, first, last } of top)
    yield `  ${`${n(count)} ×`.padStart(9)} ${name.padEnd(wide)}  ${palette.faint(spanWords(first, last))}`.trimEnd()
  const more = tally.size - top.length
  if (more > 0) yield palette.faint(`      and ${n(more)} more`)
  if (tally.others > 0) yield palette.faint(`      and ${n(tally.others)} of names that were not kept apart`)
  yield ''
}

function n(count: number): string {
  return count.toLocaleString('en-US')
}

const mostName = 120

function short(name: string): string {
  return name.length > mostName ? `${name.slice(0, mostName)}…` : name
}
