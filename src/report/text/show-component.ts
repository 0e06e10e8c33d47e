import type { ComponentFinding } from '../../core/index.ts'
import {
  evidenceWords,
  type Standing,
  standingOf,
  standingWords,
  statusWords,
  versionWords,
} from '../component-words.ts'
import { visible } from '../visible.ts'
import type { Palette } from './palette.ts'

/** A component at a glance: where, what, which advisories, why, what to do. */
export function showComponent(finding: ComponentFinding, palette: Palette): string {
  const { at, component, cves, evidence, remedy } = finding
  const rows: readonly (readonly [label: string, value: string])[] = [
    ['what', `${component.product} ${versionWords(component)}`],
    ...cves.map(({ id, status, because }) => ['CVE', `${id} ${statusWords[status]}: ${because}`] as const),
    ...evidence.map((each) => ['why', evidenceWords(each)] as const),
    ['do', remedy],
  ]
  const lines = rows.map(([label, value]) => `  ${palette.faint(label.padEnd(8))}  ${visible(value)}`)
  return `\n${badge(standingOf(finding), palette)} ${palette.strong(visible(at.path))}\n${lines.join('\n')}\n`
}

function badge(standing: Standing, palette: Palette): string {
  const words = standingWords[standing]
  if (standing === 'vulnerable') return palette.alarm(words)
  return standing === 'unknown' ? palette.warn(words) : palette.strong(words)
}
