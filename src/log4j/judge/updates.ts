import type { AdvisoryId } from '../../core/index.ts'
import { advisories } from '../advisories/index.ts'
import { type BuildLines, mavenLines } from '../maven-lines.ts'
import type { Judgement } from '../specimen.ts'
import { type Affecting, bestOfLine, lineOf, lowestWithout } from './remedy.ts'

/** A release that ends flaws of a copy, and what makes a build take it. */
export interface Update {
  readonly version: string
  /** `Java 7`; `null` if the product has no such lines. */
  readonly runsOn: string | null
  /** Of the flaws that the copy has. */
  readonly fixes: readonly AdvisoryId[]
  readonly leaves: readonly AdvisoryId[]
  readonly lines: BuildLines
}

/**
 * What would end the flaws of a copy for good: the lowest release of the same line that fixes most, and the lowest of
 * all that fixes everything where that is another one. Empty if no release does, or the bytes say nothing of the release.
 */
export function updatesOf({ component, cves }: Judgement): readonly Update[] {
  const { product, version, versionRange } = component
  const newest = version ?? newestOf(versionRange)
  const affected = cves.flatMap(({ id, status }) => (status === 'affected' ? affecting(id, product) : []))
  if (newest === null || affected.length === 0) return []
  const line = lineOf(product, newest)
  const near = line === null ? null : bestOfLine(product, newest, affected, line)
  const whole = lowestWithout(product, newest, affected)
  const update = (release: string, left: readonly Affecting[]): Update => ({
    version: release,
    runsOn: lineOf(product, release)?.runsOn ?? null,
    fixes: affected.filter((each) => !left.includes(each)).map(({ advisory }) => advisory.id),
    leaves: left.map(({ advisory }) => advisory.id),
    lines: mavenLines(product, release),
  })
  return [
    ...(near === null ? [] : [update(near.release, near.left)]),
    ...(whole === null || whole === near?.release ? [] : [update(whole, [])]),
  ]
}

function affecting(id: AdvisoryId, product: Judgement['component']['product']): readonly Affecting[] {
  return advisories.flatMap((advisory) =>
    advisory.id === id
      ? advisory.modules.filter((module) => module.product === product).map((module) => ({ advisory, module }))
      : [],
  )
}

/** The last release of `vers:maven/>=2.13.0|<=2.14.1`. */
function newestOf(range: string | null): string | null {
  return (
    range
      ?.split('|')
      .at(-1)
      ?.replace(/^.*[/=<>]/, '') ?? null
  )
}
