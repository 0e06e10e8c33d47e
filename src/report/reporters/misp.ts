import { type AttackFinding, gapReasons, type Instant, type RunSummary, showInstant } from '../../core/index.ts'
import { attackNote } from '../attack-note.ts'
import { attackOnly } from '../attack-only.ts'
import { askedIndicator, IndicatorTally, type SeenIndicator, sourceIndicator } from '../indicators.ts'
import { JsonList, jsonDocument } from '../json-document.ts'
import { nameUuid } from '../name-uuid.ts'
import type { Reporter, ReportWriter } from '../reporter.ts'

/**
 * An event of MISP's core format, to be imported: whom attacks ask and where they came from as attributes that can be
 * correlated, each attack and each gap as a text. It is for the own organisation only and marked tlp:amber, until
 * somebody decides otherwise.
 */
export const misp: Reporter = {
  id: 'misp',
  mediaType: 'application/json',
  summary: 'MISP core format, one event with attributes; for the own organisation only, tlp:amber',
  definedBy: '[MISP core format](https://www.misp-standard.org/rfc/misp-standard-core.html)',
  onlyFor: 'hunt',
  begin: ({ tool, startedAt }) => new MispEvent(`${tool.name} ${tool.version}`, startedAt),
}

/** Namespace of identifiers of ours: a UUID made once by chance. */
const namespace = '0d3d2ad7-8a54-4f3b-9d5e-8f1f0f6b6f1c'

interface AttributeForm {
  readonly category: 'Network activity' | 'External analysis' | 'Internal reference'
  readonly type: 'domain' | 'ip-dst' | 'ip-src' | 'vulnerability' | 'text' | 'comment'
  readonly value: string
  readonly comment: string
  /** Whether a device may alarm on it by itself. */
  readonly to_ids: boolean
  readonly first_seen?: string
  readonly last_seen?: string
}

class MispEvent implements ReportWriter {
  readonly #attributes = new JsonList()
  readonly #asked = new IndicatorTally()
  readonly #sources = new IndicatorTally()
  readonly #vulnerabilities = new Set<string>()
  readonly #tool: string
  readonly #startedAt: Instant
  #worst: AttackFinding['verdict'] | null = null

  constructor(tool: string, startedAt: Instant) {
    this.#tool = tool
    this.#startedAt = startedAt
  }

  finding(finding: Parameters<ReportWriter['finding']>[0]): string {
    const attack = attackOnly(finding)
    const evaluated = attack.verdict === 'evidence' || attack.outcome === 'callback-seen'
    if (evaluated || this.#worst === null) this.#worst = evaluated ? 'evidence' : attack.verdict
    for (const { id } of attack.cves) this.#vulnerabilities.add(id)
    const [asked, source] = [askedIndicator(attack), sourceIndicator(attack)]
    if (asked !== null) this.#asked.add(asked, attack)
    if (source !== null) this.#sources.add(source, attack)
    const at = showInstant(attack.when ?? attack.seenAt)
    this.#add({
      category: 'External analysis',
      type: 'text',
      value: attackNote(attack).join('\n'),
      comment: `finding ${attack.id}`,
      to_ids: false,
      first_seen: at,
      last_seen: at,
    })
    return ''
  }

  gap({ at, because, detail }: Parameters<ReportWriter['gap']>[0]): string {
    const why = `${because}: ${gapReasons[because]}${detail === '' ? '' : ` (${detail})`}`
    const value = `${at} was not examined, ${why}. Nothing is known of it.`
    this.#add({ category: 'Internal reference', type: 'comment', value, comment: 'not examined', to_ids: false })
    return ''
  }

  end(summary: RunSummary): string {
    for (const id of this.#vulnerabilities) {
      this.#add({ category: 'External analysis', type: 'vulnerability', value: id, comment: '', to_ids: false })
    }
    for (const seen of this.#asked) this.#add(askedAttribute(seen))
    for (const seen of this.#sources) this.#add(sourceAttribute(seen))
    const said = [summary.complete ? 'complete' : 'stopped before everything was read', ...summary.notes].join('; ')
    const event = {
      uuid: nameUuid(namespace, `event ${showInstant(this.#startedAt)}`),
      info: `Attacks on lookups of Log4j in logs (${this.#tool}; ${said})`,
      date: showInstant(summary.endedAt).slice(0, 10),
      timestamp: epochSeconds(summary.endedAt),
      // Threat level 1 is high, 2 medium, 4 undefined; analysis 0 is initial; distribution 0 the own organisation.
      threat_level_id: this.#worst === 'evidence' ? '1' : this.#worst === null ? '4' : '2',
      analysis: '0',
      distribution: '0',
      published: false,
      Tag: [
        { name: 'tlp:amber' },
        { name: 'misp-galaxy:mitre-attack-pattern="Exploit Public-Facing Application - T1190"' },
      ],
      Attribute: this.#attributes,
    }
    return jsonDocument({ Event: event })
  }

  #add(attribute: AttributeForm): void {
    const { type, value, comment } = attribute
    this.#attributes.add({
      uuid: nameUuid(namespace, JSON.stringify([showInstant(this.#startedAt), type, value, comment])),
      timestamp: epochSeconds(this.#startedAt),
      distribution: '5',
      ...attribute,
    })
  }
}

function askedAttribute(seen: SeenIndicator): AttributeForm {
  const { indicator, live, count } = seen
  const which = indicator.below ? 'names below it are asked for' : 'it is asked'
  return {
    category: 'Network activity',
    type: indicator.kind === 'domain' ? 'domain' : 'ip-dst',
    value: indicator.value,
    comment: `${which} by lookups in ${count} records${live ? '' : ', none of which a release of Log4j evaluates'}`,
    to_ids: live && !indicator.isPrivate,
    ...span(seen),
  }
}

/** Whoever sends may be a research scanner, a proxy, or somebody's broken-into machine: no alarm by itself. */
function sourceAttribute(seen: SeenIndicator): AttributeForm {
  const { value } = seen.indicator
  const comment = `sent ${seen.count} of the records`
  return { category: 'Network activity', type: 'ip-src', value, comment, to_ids: false, ...span(seen) }
}

function span({ first, last }: SeenIndicator) {
  return { first_seen: showInstant(first), last_seen: showInstant(last) }
}

function epochSeconds(at: Instant): string {
  return String(Math.floor(at / 1_000))
}
