import { defanged, gapReasons, type RunHeader, showInstant } from '../core/index.ts'
import { attackOnly } from './attack-only.ts'
import { attackPlace } from './attack-words.ts'
import { count } from './count.ts'
import { askedIndicator, type Indicator, IndicatorTally, type SeenIndicator } from './indicators.ts'
import type { ReportOptions, ReportWriter } from './reporter.ts'
import { visible } from './visible.ts'

/**
 * A list of whom attacks ask, one a line, for what keeps machines from asking them. All else is a comment: what each
 * attack and gap was, and what is left out of the list because it would hurt the own organisation.
 *
 * @param belongs whether an indicator is of the kind that the list is of
 */
export function blocklist(
  title: string,
  belongs: (indicator: Indicator) => boolean,
  { tool, startedAt }: RunHeader,
  { defang = true }: ReportOptions,
): ReportWriter {
  const asked = new IndicatorTally()
  const written = (text: string): string => (defang ? defanged(text) : text)
  return {
    finding(finding) {
      const attack = attackOnly(finding)
      const indicator = askedIndicator(attack)
      if (indicator !== null && belongs(indicator)) asked.add(indicator, attack)
      const cves = attack.cves.filter(({ status }) => status === 'affected').map(({ id }) => id)
      const affected = cves.length === 0 ? '' : `, affected by ${cves.join(', ')}`
      return comment(`${attack.id} ${attack.verdict} in ${attackPlace(attack)}${affected}`)
    },
    gap: ({ at, because }) => comment(`not examined: ${at}, ${because}: ${gapReasons[because]}`),
    end({ complete }) {
      const all = [...asked]
      const listed = all.filter(({ indicator, live }) => live && !indicator.isPrivate)
      return [
        comment(`${title}, from logs read by ${tool.name} ${tool.version} on ${showInstant(startedAt)}`),
        comment('An attacker chose these names: look at each before you block what others need.'),
        ...(complete ? [] : [comment('The run was stopped before everything was read.')]),
        ...(defang ? [comment('Defanged; --no-defang writes it for machines.')] : []),
        ...all
          .filter((each) => !listed.includes(each))
          .map((each) => comment(`left out: ${written(nameOf(each.indicator))}, ${whyLeftOut(each)}`)),
        ...(listed.length === 0 ? [comment('nothing to list')] : []),
        ...listed.flatMap((each) => [comment(seenWords(each)), `${written(nameOf(each.indicator))}\n`]),
      ].join('')
    },
  }
}

function nameOf({ value, below }: Indicator): string {
  return below ? `*.${value}` : value
}

function whyLeftOut({ indicator }: SeenIndicator): string {
  return indicator.isPrivate ? 'a private address' : 'no release of Log4j evaluates the lookup'
}

function seenWords({ count: seen, first, last }: SeenIndicator): string {
  return `in ${count(seen, 'record')}, ${showInstant(first)} to ${showInstant(last)}`
}

/** What came from outside stays on its line. */
function comment(text: string): string {
  return `# ${visible(text)}\n`
}
