import { bandReleases, type ExposureFinding, isVulnerable, type Rung, rungMeanings } from '../../core/index.ts'
import { lastAsked, showDelay, sourceWords } from '../callback-words.ts'
import { visible } from '../visible.ts'
import type { Palette } from './palette.ts'

const labelWidth = 8

/** What was shown last: other places of the same target follow in short. */
export interface Shown {
  readonly url: string
  readonly proof: Rung
  /** Whether the rung of further places was said. */
  readonly also: boolean
}

/** The first finding of a target: everything at a glance. */
export function showExposure(finding: ExposureFinding, palette: Palette): string {
  const { at, proof, band, callback, egress, identity, cves } = finding
  const badge = isVulnerable(finding) ? palette.alarm('VULNERABLE') : palette.warn('NOT PROVEN')
  const asked = lastAsked(finding)
  const rows: readonly (readonly [label: string, value: string])[] = [
    ['where', palette.strong(visible(`${at.point.kind} ${at.point.name}`))],
    ['proof', rungMeanings[proof]],
    ['Log4j', band === null ? 'release not told by any callback' : `${bandReleases[band]} (band ${band})`],
    [
      'callback',
      `${callback.channel} from ${visible(callback.from.address)} (${sourceWords[callback.source]}), ${showDelay(callback.delayMs)} after the request`,
    ],
    ...(asked === null ? [] : [['asked', visible(asked)] as const]),
    ...(egress.length === 0 ? [] : [['gets out', visible(egress.join(', '))] as const]),
    ...(identity === null ? [] : [['says', visible(Object.values(identity).join(', '))] as const]),
    // Why it is affected, is what the rows above say.
    ...cves.map(
      ({ id, status, because }) =>
        [
          'CVE',
          status === 'affected' ? `${id} ${status}` : `${id} ${status.replaceAll('_', ' ')}: ${visible(because)}`,
        ] as const,
    ),
  ]
  const lines = rows.map(([label, value]) => `  ${palette.faint(label.padEnd(labelWidth))}  ${value}`)
  return `\n${badge} ${palette.strong(visible(at.url))}\n${lines.join('\n')}\n`
}

/** Another place of the target that was shown just before: neither what holds for the target nor a rung is said twice. */
export function showAgain({ at, proof, callback }: ExposureFinding, before: Shown, palette: Palette): string {
  const known = before.also && before.proof === proof
  const head = known ? '' : `  ${palette.faint('also'.padEnd(labelWidth))}  ${rungMeanings[proof]}:\n`
  const where = palette.strong(visible(`${at.point.kind} ${at.point.name}`))
  return `${head}${' '.repeat(labelWidth + 6)}${where} (${callback.channel}, ${showDelay(callback.delayMs)})\n`
}
