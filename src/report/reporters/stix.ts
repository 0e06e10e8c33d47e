import {
  type AttackFinding,
  type Campaign,
  type CveStatus,
  gapReasons,
  type RunSummary,
  showInstant,
} from '../../core/index.ts'
import { attackNote } from '../attack-note.ts'
import { attackOnly } from '../attack-only.ts'
import { attackPlace, attackWords } from '../attack-words.ts'
import { askedIndicator, type Indicator, IndicatorTally, type SeenIndicator, sourceIndicator } from '../indicators.ts'
import { JsonList, jsonDocument } from '../json-document.ts'
import type { Reporter, ReportWriter } from '../reporter.ts'
import { observable, StixMaker, type StixObject, tlpAmber } from '../stix/objects.ts'
import { stixPattern } from '../stix/pattern.ts'

/**
 * A bundle of STIX 2.1: each attack is observed data (whence it came, whom it asks, the log that has it) with a note that
 * says the rest in words; whom they ask are indicators, with the attack pattern and the vulnerabilities that they are of.
 */
export const stix: Reporter = {
  id: 'stix',
  mediaType: 'application/stix+json;version=2.1',
  summary: 'STIX 2.1, a bundle of indicators, observed data and notes; marked TLP:AMBER',
  definedBy: '[STIX 2.1](https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html)',
  onlyFor: 'hunt',
  begin: ({ tool, startedAt }) => new StixBundle(new StixMaker(`${tool.name} ${tool.version}`, startedAt)),
}

/** MITRE ATT&CK, Exploit Public-Facing Application. */
const technique = {
  name: 'Exploit Public-Facing Application',
  description: 'A lookup of Log4j that an attacker writes into what a service logs.',
  kill_chain_phases: [{ kill_chain_name: 'mitre-attack', phase_name: 'initial-access' }],
  external_references: [
    { source_name: 'mitre-attack', external_id: 'T1190', url: 'https://attack.mitre.org/techniques/T1190/' },
  ],
}

class StixBundle implements ReportWriter {
  readonly #objects = new JsonList()
  readonly #known = new Set<string>()
  readonly #asked = new IndicatorTally()
  readonly #vulnerabilities = new Map<CveStatus['id'], StixObject>()
  readonly #pattern: StixObject
  /** What the report of the whole refers to, beside indicators. */
  readonly #told: string[] = []
  readonly #make: StixMaker

  constructor(make: StixMaker) {
    this.#make = make
    this.#pattern = make.make('attack-pattern', 'T1190', technique)
    for (const object of [make.author, tlpAmber, this.#pattern]) this.#add(object)
  }

  finding(finding: Parameters<ReportWriter['finding']>[0]): string {
    const attack = attackOnly(finding)
    for (const { id } of attack.cves) this.#vulnerability(id)
    const asked = askedIndicator(attack)
    if (asked !== null) this.#asked.add(asked, attack)
    const seen = observables(attack, asked)
    for (const object of seen) this.#add(object)
    const at = showInstant(attack.when ?? attack.seenAt)
    const observed = this.#make.make('observed-data', attack.id, {
      first_observed: at,
      last_observed: at,
      number_observed: 1,
      object_refs: seen.map(({ id }) => id),
    })
    this.#add(observed)
    this.#note(attack.id, `${attackWords[attack.verdict]} in ${attackPlace(attack)}`, attackNote(attack), observed)
    return ''
  }

  gap({ at, because, detail }: Parameters<ReportWriter['gap']>[0]): string {
    const why = `${because}: ${gapReasons[because]}${detail === '' ? '' : ` (${detail})`}`
    this.#note(
      `gap ${at} ${why}`,
      `Not examined: ${at}`,
      [`${at} was not examined, ${why}. Nothing is known of it.`],
      null,
    )
    return ''
  }

  end(summary: RunSummary): string {
    const indicators = [...this.#asked].flatMap((seen) => (seen.indicator.isPrivate ? [] : this.#indicator(seen)))
    const campaigns = (summary.campaigns ?? []).map((campaign) => this.#campaign(campaign))
    this.#add(
      this.#make.make('report', 'report', {
        name: 'Attacks on lookups of Log4j in logs',
        description: described(summary),
        report_types: ['attack-pattern', 'campaign', 'indicator', 'observed-data', 'vulnerability'],
        published: showInstant(summary.endedAt),
        object_refs: [
          this.#pattern.id,
          ...[...this.#vulnerabilities.values()].map(({ id }) => id),
          ...indicators,
          ...campaigns,
          ...this.#told,
        ],
      }),
    )
    return jsonDocument({ type: 'bundle', id: this.#make.idOf('bundle', 'bundle'), objects: this.#objects })
  }

  #indicator({ indicator, count, first, last, live }: SeenIndicator): readonly string[] {
    const name = `${indicator.below ? '*.' : ''}${indicator.value}`
    const object = this.#make.make('indicator', `${indicator.kind} ${name}`, {
      name,
      description: live
        ? 'Lookups of Log4j ask for it: whoever does from inside has evaluated one.'
        : 'Named in lookups that no release of Log4j evaluates.',
      indicator_types: [live ? 'malicious-activity' : 'anomalous-activity'],
      pattern: stixPattern(indicator),
      pattern_type: 'stix',
      pattern_version: '2.1',
      valid_from: showInstant(first),
    })
    const sighting = this.#make.make('sighting', object.id, {
      first_seen: showInstant(first),
      last_seen: showInstant(last),
      count: Math.min(count, 999_999_999),
      sighting_of_ref: object.id,
      where_sighted_refs: [this.#make.author.id],
    })
    for (const each of [object, this.#make.relate(object, 'indicates', this.#pattern), sighting]) this.#add(each)
    return [object.id]
  }

  #campaign(campaign: Campaign): string {
    const { id, host, port, path, attacks, outcome, firstSeen, lastSeen, command } = campaign
    const object = this.#make.make('campaign', id, {
      name: `Lookups that ask for ${host}${port === null ? '' : `:${port}`}${path === null ? '' : `/${path}`}`,
      description: [
        `${attacks} attacks, at most: ${outcome}.`,
        ...(command === null ? [] : [`Carries: ${command}`]),
      ].join('\n'),
      ...(firstSeen === null ? {} : { first_seen: showInstant(firstSeen) }),
      ...(lastSeen === null ? {} : { last_seen: showInstant(lastSeen) }),
    })
    this.#add(object)
    this.#add(this.#make.relate(object, 'uses', this.#pattern))
    return object.id
  }

  #vulnerability(id: CveStatus['id']): void {
    if (this.#vulnerabilities.has(id)) return
    const url = `https://www.cve.org/CVERecord?id=${id}`
    const object = this.#make.make('vulnerability', id, {
      name: id,
      external_references: [{ source_name: 'cve', external_id: id, url }],
    })
    this.#vulnerabilities.set(id, object)
    this.#add(object)
    this.#add(this.#make.relate(this.#pattern, 'targets', object))
  }

  #note(key: string, abstract: string, content: readonly string[], about: StixObject | null): void {
    const note = this.#make.make('note', key, {
      abstract,
      content: content.join('\n'),
      object_refs: [about === null ? this.#make.author.id : about.id],
    })
    this.#add(note)
    this.#told.push(note.id)
  }

  #add(object: StixObject): void {
    if (this.#known.has(object.id)) return
    this.#known.add(object.id)
    this.#objects.add(object)
  }
}

function observables(attack: AttackFinding, asked: Indicator | null): readonly StixObject[] {
  const source = sourceIndicator(attack)
  return [
    observable('file', { name: attack.at.source }),
    ...(source === null ? [] : [observableOf(source)]),
    // A name with an underscore is in DNS, and no host name, which the type of a domain wants (STIX 2.1, section 6.4).
    ...(asked === null || asked.below || asked.value.includes('_') ? [] : [observableOf(asked)]),
  ]
}

const typeOf = { domain: 'domain-name', ipv4: 'ipv4-addr', ipv6: 'ipv6-addr' } as const

function observableOf({ kind, value }: Indicator): StixObject {
  return observable(typeOf[kind], { value })
}

function described({ complete, notes, stats }: RunSummary): string {
  const counts = Object.entries(stats).map(([name, count]) => `${name} ${count}`)
  const stopped = complete ? [] : ['The run was stopped before everything was read.']
  return [...stopped, counts.join(', '), ...notes].join('\n')
}
