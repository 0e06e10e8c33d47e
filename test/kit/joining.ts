import type { AttackFinding } from '../../src/core/index.ts'
import { Joins, LiveJoins, RecentLog, WitnessHunt } from '../../src/hunt/index.ts'
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
  readOthers(joins, joins.requests(), others)
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

/** One line of a log, as it comes. */
export interface Coming {
  readonly source: string
  readonly line: string
}

/**
 * What a hunt tells that reads each line once, as it comes, and looks for what came of attacks after each: the last that was
 * given of each attack, in the order in which they came.
 */
export function joinedLive(lines: readonly Coming[], windowMs = 600_000, now: () => number = () => 0) {
  const joins = new LiveJoins(windowMs, now)
  const logs = new Map<string, RecentLog>()
  const given = new Map<string, AttackFinding>()
  const times = new Map<string, number>()
  const round = (): void => {
    for (let turn = 0; turn < 2; turn++) {
      const names = joins.names()
      for (const log of logs.values()) log.search(names, huntedAround, (witness) => joins.witness(witness))
    }
    for (const { finding } of joins.changed()) {
      // Each line is a log of its own here, so their places are the same.
      const key = `${finding.when} ${finding.lookup.meaning} ${finding.verdict}`
      given.set(key, finding)
      times.set(key, (times.get(key) ?? 0) + 1)
    }
  }
  for (const { source, line } of lines) {
    for (const finding of huntIn(line).findings) joins.take(finding)
    const log = logs.get(source) ?? new RecentLog(byteSearch, source, { offset: 0, lines: 0 }, 2 ** 20, round)
    logs.set(source, log)
    log.add(bytesOf(line))
    round()
  }
  return { findings: [...given.values()], times: [...times.values()], joins }
}
