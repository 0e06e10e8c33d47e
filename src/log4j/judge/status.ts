import type { VexStatus } from '../../core/index.ts'
import type { AffectedModule } from '../advisories/advisory.ts'
import { isIn } from '../release.ts'
import { roleOf } from '../roles/index.ts'
import type { Copy, PlacedClass } from './copy.ts'
import type { Identity } from './identity.ts'
import { unreadOf } from './unread.ts'

/** What is said of one flaw, and what was done against it. */
export interface Status {
  readonly status: VexStatus
  /** One or more sentences, without a final dot. */
  readonly because: string
  /** `JndiLookup removed`; `null` if nothing was done. */
  readonly mitigation: string | null
  /** Classes that it rests on. */
  readonly restsOn: readonly PlacedClass[]
}

/**
 * The state of one flaw in one copy. The classes decide: whether the way in is there, and the mark of a fix. Only where
 * they cannot show it does the release decide that they are, byte for byte. `unread` are names of classes whose bytes
 * could not be had.
 */
export function statusOf(module: AffectedModule, copy: Copy, identity: Identity, unread: readonly string[]): Status {
  const { carrier, fixedBy } = module.code
  const carriers = classesOf(copy, carrier)
  const ways = carriers.filter(({ loadable }) => loadable)
  const mark = fixedBy.find((wanted) => shows(copy, wanted))
  const title = titleOf(carrier)

  const missing = unreadOf([carrier, ...fixedBy.map(roleIn)], copy, identity, unread)
  if (missing.length > 0 && (mark === undefined || ways.length === 0))
    return settled('under_investigation', `${missing[0]} could not be read`, ways)
  if (ways.length > 0) {
    if (mark !== undefined) return fixed(copy, mark, ways)
    const older = beforeFlaw(module, ways, identity)
    if (older !== null) return settled('not_affected', older, ways)
    return settled('affected', `${title} is there without the fix. ${module.needs}`, ways)
  }
  if (mark !== undefined) return fixed(copy, mark, [])
  const [renamed] = carriers
  if (renamed !== undefined) {
    const because = `${title} is there under a name that cannot be loaded, ${renamed.sighting.path}`
    return { status: 'not_affected', because, mitigation: `${title} renamed`, restsOn: carriers }
  }
  if (isOutside(module, identity)) return settled('not_affected', `${inWords(identity)} does not have the flaw`, [])
  const because = `${title} is not there, and without it there is no way in`
  return { status: 'not_affected', because, mitigation: `${title} removed`, restsOn: [] }
}

export function classesOf({ classes }: Copy, role: string): readonly PlacedClass[] {
  return classes.filter(({ sighting }) => sighting.role === role)
}

/** Whether all classes of a role show a feature; for a role alone, whether there is one. */
function shows(copy: Copy, mark: string): boolean {
  const members = classesOf(copy, roleIn(mark)).filter(({ loadable }) => loadable)
  const feature = featureIn(mark)
  return (
    members.length > 0 && (feature === null || members.every(({ sighting }) => sighting.features.includes(feature)))
  )
}

/** Why what is there is older than the flaw; `null` if it is not. */
function beforeFlaw(module: AffectedModule, ways: readonly PlacedClass[], identity: Identity): string | null {
  const { cameWith, carrier } = module.code
  if (cameWith !== undefined && !ways.some(({ sighting }) => sighting.features.includes(cameWith)))
    return `its ${titleOf(carrier)} is older than the flaw`
  const published = ways.every(({ releases }) => releases.length > 0)
  return published && !identity.mixed && isOutside(module, identity)
    ? `${inWords(identity)} does not have the flaw`
    : null
}

/** Whether none of the releases that it may be has the flaw. */
function isOutside({ affected }: AffectedModule, { possible, known }: Identity): boolean {
  return known && possible.length > 0 && possible.every((release) => !isIn(affected, release))
}

function fixed(copy: Copy, mark: string, ways: readonly PlacedClass[]): Status {
  const role = roleIn(mark)
  const words = roleOf(role)?.features.find(({ id }) => id === featureIn(mark))?.shows
  const because = words === undefined ? `it has ${titleOf(role)}` : `its ${titleOf(role)} ${words}`
  return settled('fixed', because, [...classesOf(copy, role), ...ways])
}

function settled(status: VexStatus, because: string, restsOn: readonly PlacedClass[]): Status {
  return { status, because, mitigation: null, restsOn: [...new Set(restsOn)] }
}

function roleIn(mark: string): string {
  return mark.split('/', 1)[0] ?? mark
}

function featureIn(mark: string): string | null {
  return mark.split('/')[1] ?? null
}

function titleOf(role: string): string {
  return roleOf(role)?.title ?? role
}

function inWords({ version, possible }: Identity): string {
  const release = version ?? (possible.length === 1 ? possible[0] : undefined)
  return release === undefined ? 'a release of this kind' : `release ${release}`
}
