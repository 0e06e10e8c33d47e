import { type AttackFinding, gapReasons, type RunHeader, showInstant } from '../../core/index.ts'
import { attackOnly } from '../attack-only.ts'
import { attackPlace } from '../attack-words.ts'
import { askedIndicator, type Indicator, IndicatorTally } from '../indicators.ts'
import { nameUuid } from '../name-uuid.ts'
import type { Reporter, ReportWriter } from '../reporter.ts'
import { jsonText, visible } from '../visible.ts'

/**
 * Rules for what was seen, one YAML document each: who resolves a name that attacks ask for, who connects to an address
 * that they ask for, and requests that begin a lookup as these did. They are made of what attackers wrote: they find these
 * attacks again, and are no rules for all attacks of the kind. What each finding and gap was is a comment.
 */
export const sigma: Reporter = {
  id: 'sigma',
  mediaType: 'application/yaml',
  summary: 'Sigma rules that find the same attacks and their callbacks elsewhere',
  definedBy:
    '[Sigma rules 2.1](https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-rules-specification.md)',
  onlyFor: 'hunt',
  begin: (header) => new SigmaRules(header),
}

/** Namespace of identifiers of ours: a UUID made once by chance. */
const namespace = 'e2b0c2f6-3c63-4d7c-8f6a-9a8b6d1f7e55'

/** Values in one rule at most; what is beyond is counted in a comment. */
const valuesMost = 1_000
/** Characters of a lookup by which it is known again. */
const beginningLength = 48

interface Rule {
  readonly about: string
  readonly title: string
  readonly description: string
  readonly logsource: Readonly<Record<string, string>>
  /** By name: values of fields, or texts that may stand anywhere. One of them is enough. */
  readonly detection: Readonly<Record<string, Readonly<Record<string, readonly string[]>> | readonly string[]>>
  readonly falsePositives: readonly string[]
  readonly level: 'medium' | 'high'
}

class SigmaRules implements ReportWriter {
  readonly #header: RunHeader
  readonly #asked = new IndicatorTally()
  readonly #beginnings = new Set<string>()
  readonly #cves = new Set<string>()
  #beyond = 0

  constructor(header: RunHeader) {
    this.#header = header
  }

  finding(finding: Parameters<ReportWriter['finding']>[0]): string {
    const attack = attackOnly(finding)
    const asked = askedIndicator(attack)
    if (asked !== null && attack.verdict === 'fires') this.#asked.add(asked, attack)
    for (const { id } of attack.cves) this.#cves.add(id)
    if (attack.verdict === 'fires' || attack.verdict === 'dos') this.#begin(attack)
    const affected = attack.cves.filter(({ status }) => status === 'affected').map(({ id }) => ` ${id}`)
    return comment(`${attack.id} ${attack.verdict} in ${attackPlace(attack)}${affected.join('')}`)
  }

  gap: ReportWriter['gap'] = ({ at, because }) => comment(`not examined: ${at}, ${because}: ${gapReasons[because]}`)

  end: ReportWriter['end'] = ({ complete }) => {
    const { tool, startedAt } = this.#header
    return [
      comment(`Sigma rules made by ${tool.name} ${tool.version} of what was seen in logs on ${showInstant(startedAt)}`),
      ...(complete ? [] : [comment('The run was stopped before everything was read.')]),
      ...(this.#beyond === 0 ? [] : [comment(`${this.#beyond} more beginnings of lookups are in no rule`)]),
      ...this.#rules().map((rule) => this.#document(rule)),
    ].join('')
  }

  #begin({ lookup: { raw } }: AttackFinding): void {
    const beginning = escapedWildcards(visible(Array.from(raw).slice(0, beginningLength).join('')))
    if (this.#beginnings.size < valuesMost) this.#beginnings.add(beginning)
    else if (!this.#beginnings.has(beginning)) this.#beyond++
  }

  #rules(): readonly Rule[] {
    const asked = [...this.#asked].map(({ indicator }) => indicator)
    const names = asked.filter(({ kind }) => kind === 'domain')
    const addresses = asked.filter(({ kind, isPrivate }) => kind !== 'domain' && !isPrivate)
    return [
      ...(names.length === 0 ? [] : [nameRule(names)]),
      ...(addresses.length === 0 ? [] : [addressRule(addresses)]),
      ...(this.#beginnings.size === 0 ? [] : [requestRule([...this.#beginnings])]),
    ]
  }

  #document({ about, title, description, logsource, detection, falsePositives, level }: Rule): string {
    const { tool, startedAt } = this.#header
    const tags = ['attack.initial-access', 'attack.t1190', ...[...this.#cves].map(cveTag)]
    return [
      '---\n',
      member('title', title),
      member('id', nameUuid(namespace, JSON.stringify([about, showInstant(startedAt), detection]))),
      member('status', 'experimental'),
      member('description', description),
      list('references', ['https://logging.apache.org/security.html'], ''),
      member('author', `${tool.name} ${tool.version}`),
      member('date', showInstant(startedAt).slice(0, 10)),
      list('tags', tags, ''),
      'logsource:\n',
      ...Object.entries(logsource).map(([name, value]) => `  ${member(name, value)}`),
      'detection:\n',
      ...Object.entries(detection).map(([name, search]) => searched(name, search)),
      `  ${member('condition', Object.keys(detection).join(' or '))}`,
      list('falsepositives', falsePositives, ''),
      member('level', level),
    ].join('')
  }
}

function nameRule(names: readonly Indicator[]): Rule {
  const { kept, left } = few(names.map(({ value }) => value))
  return {
    about: 'names',
    title: 'Name Asked for by Log4j Lookups Resolved',
    description: `A name that lookups in logs asked for is resolved; if a server of yours does, it has evaluated one.${left}`,
    logsource: { category: 'dns' },
    detection: { name: { query: kept }, below: { 'query|endswith': kept.map((value) => `.${value}`) } },
    falsePositives: [
      'Scanners of URLs and people who look a name up',
      'A name that an attacker chose because others need it',
    ],
    level: 'high',
  }
}

function addressRule(addresses: readonly Indicator[]): Rule {
  const { kept, left } = few(addresses.map(({ value }) => value))
  return {
    about: 'addresses',
    title: 'Connection to an Address Asked for by Log4j Lookups',
    description: `An address that lookups in logs asked for is connected to; if a server of yours does, it has evaluated one.${left}`,
    logsource: { category: 'firewall' },
    detection: { selection: { dst_ip: kept } },
    falsePositives: ['An address that an attacker chose because others need it'],
    level: 'high',
  }
}

function requestRule(beginnings: readonly string[]): Rule {
  return {
    about: 'requests',
    title: 'Request With a Log4j Lookup as Seen Before',
    description: 'A request that begins a lookup letter for letter as ones in logs did.',
    logsource: { category: 'webserver' },
    detection: { keywords: beginnings },
    falsePositives: ['Scanners of your own'],
    level: 'medium',
  }
}

function few(values: readonly string[]): { kept: readonly string[]; left: string } {
  const distinct = [...new Set(values)]
  const left = distinct.length - valuesMost
  return { kept: distinct.slice(0, valuesMost), left: left > 0 ? ` ${left} more are not in this rule.` : '' }
}

/** `*`, `?` and the backslash mean more than themselves in values (Sigma rules, "Escaping"). */
function escapedWildcards(text: string): string {
  return text.replace(/[*?\\]/g, (char) => `\\${char}`)
}

/** `cve.2021-44228`, as the appendix on tags has it. */
function cveTag(id: string): string {
  return `cve.${id.slice('CVE-'.length)}`
}

/** A text in JSON's form means the same in YAML 1.2, whatever stands in it. */
function member(name: string, value: string): string {
  return `${name}: ${jsonText(value)}\n`
}

function searched(name: string, search: Rule['detection'][string]): string {
  if (isList(search)) return list(name, search, '  ')
  return `  ${name}:\n${Object.entries(search)
    .map(([field, values]) => list(field, values, '    '))
    .join('')}`
}

function isList(search: Rule['detection'][string]): search is readonly string[] {
  return Array.isArray(search)
}

function list(name: string, values: readonly string[], indent: string): string {
  return `${indent}${name}:\n${values.map((value) => `${indent}  - ${jsonText(value)}\n`).join('')}`
}

function comment(text: string): string {
  return `# ${visible(text)}\n`
}
