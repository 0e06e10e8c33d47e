import type { AttackFinding } from '../../src/core/index.ts'
import { Joins, WitnessHunt } from '../../src/hunt/index.ts'
import { byteSearch, bytesOf, huntedAround, huntIn } from './hunting.ts'

/** What a hunt of `--window 10m` says of attacks in one log, with others beside it in which something may be seen. */
export function joinedWith(
  attacks: string,
  others: Readonly<Record<string, string>>,
  windowMs = 600_000,
): { readonly findings: readonly AttackFinding[]; readonly notes: readonly string[] } {
  const joins = new Joins(windowMs)
  for (const log of [attacks, ...Object.values(others)]) for (const finding of huntIn(log).findings) joins.take(finding)
  readOthers(joins, joins.watched(), others)
  readOthers(joins, joins.further(), others)
  return { findings: [...joins.joined()], notes: [...joins.notes()] }
}

function readOthers(joins: Joins, watched: readonly string[], others: Readonly<Record<string, string>>): void {
  if (watched.length === 0) return
  for (const [source, log] of Object.entries(others)) {
    const where = { source, relative: source, around: huntedAround }
    const hunt = new WitnessHunt(byteSearch, (witness) => joins.witness(witness), where, watched)
    const bytes = bytesOf(log)
    hunt.room().set(bytes)
    hunt.take(bytes.length)
    hunt.read('ended')
  }
}

/** What another log says of the first attack of a log. */
export function saidOf(finding: AttackFinding | undefined): readonly string[] {
  return (finding?.evidence ?? []).flatMap((each) => (each.kind === 'witness' ? [each.says] : []))
}
