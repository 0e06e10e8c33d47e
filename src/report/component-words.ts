import type { Component, ComponentEvidence, ComponentFinding, VexStatus } from '../core/index.ts'

/** What an operator reads first of a component, the worst of all its advisories. */
export type Standing = 'vulnerable' | 'unknown' | 'mitigated' | 'fixed' | 'not-affected'

/** From the worst to the best. */
export const standings = ['vulnerable', 'unknown', 'mitigated', 'fixed', 'not-affected'] as const

export const standingWords: Readonly<Record<Standing, string>> = {
  vulnerable: 'VULNERABLE',
  unknown: 'UNKNOWN',
  mitigated: 'MITIGATED',
  fixed: 'FIXED',
  'not-affected': 'NOT AFFECTED',
}

/** No advisory at all is no verdict: that is unknown too. */
export function standingOf({ cves, component }: ComponentFinding): Standing {
  const has = (wanted: VexStatus): boolean => cves.some(({ status }) => status === wanted)
  if (has('affected')) return 'vulnerable'
  if (has('under_investigation') || cves.length === 0) return 'unknown'
  if (component.mitigations.length > 0 && has('not_affected')) return 'mitigated'
  return has('fixed') ? 'fixed' : 'not-affected'
}

/** In the order in which an operator needs them. */
export const statuses = [
  'affected',
  'under_investigation',
  'not_affected',
  'fixed',
] as const satisfies readonly VexStatus[]

export const statusWords: Readonly<Record<VexStatus, string>> = {
  affected: 'affected',
  under_investigation: 'unknown',
  not_affected: 'not affected',
  fixed: 'fixed',
}

/** `2.14.1`, or `2.13.0 to 2.14.1` if the bytes allow a range, or that they do not say. */
export function versionWords({ version, versionRange }: Component): string {
  if (version !== null) return version
  if (versionRange === null) return 'version not told'
  return rangeWords(versionRange)
}

/** A VERS range (package-url/vers-spec) read aloud: `vers:maven/>=2.13.0|<=2.14.1` is `2.13.0 to 2.14.1`. */
function rangeWords(range: string): string {
  const [, constraints = range] = /^vers:[^/]+\/(.*)$/s.exec(range) ?? []
  const [, from, to] = /^>=([^|<>=]+)\|<=([^|<>=]+)$/.exec(constraints) ?? []
  if (from !== undefined && to !== undefined) return `${from} to ${to}`
  return constraints.split('|').map(constraintWords).join(', ')
}

function constraintWords(constraint: string): string {
  const [, sign = '', version = ''] = /^(>=|<=|>|<|!=|=)?(.*)$/s.exec(constraint) ?? []
  switch (sign) {
    case '>=':
      return `${version} or later`
    case '<=':
      return `${version} or earlier`
    case '>':
      return `later than ${version}`
    case '<':
      return `earlier than ${version}`
    case '!=':
      return `not ${version}`
    default:
      return version
  }
}

/** One piece of evidence in one sentence. */
export function evidenceWords(evidence: ComponentEvidence): string {
  switch (evidence.kind) {
    case 'class': {
      const { role, path, shows } = evidence
      const named = path === `${role}.class` ? role : `${role} in ${path}`
      return shows.length === 0 ? named : `${named}: ${shows.join(', ')}`
    }
    case 'fingerprint':
      return `${evidence.path} is byte for byte that of ${releasesWords(evidence.releases)}`
    case 'metadata':
      return `${evidence.path} says ${evidence.says}`
    case 'configuration':
      return `${evidence.path}${evidence.line === null ? '' : ` line ${evidence.line}`}: ${evidence.says}`
    case 'contradiction':
      return `contradiction: ${evidence.says}${evidence.sources.length === 0 ? '' : ` (${evidence.sources.join(', ')})`}`
    case 'process':
      return `process ${evidence.pid}: ${evidence.says}`
    case 'declaration':
      return `declared, not seen, in ${evidence.path}: ${evidence.says}`
    case 'layer':
      return `layer ${evidence.layer} of ${evidence.image}: ${evidence.says}`
  }
}

/** How many releases are named; all are in the formats for programs. */
const releasesShown = 6

export function releasesWords(releases: readonly string[]): string {
  if (releases.length <= releasesShown) return releases.join(', ')
  return `${releases.length} releases, ${releases[0] ?? ''} to ${releases.at(-1) ?? ''}`
}
