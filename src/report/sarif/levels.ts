import type { Severity } from '../../core/index.ts'

/** SARIF 2.1.0 section 3.58.6. */
export const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
}

/** For `security-severity`, where no CVSS score is known: the middle of what code scanning calls by this word. */
export const scores: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
  info: '0.0',
}
