import type { VexStatus } from '../../core/index.ts'
import type { AffectedModule, Way } from '../advisories/advisory.ts'
import { rolesOf } from '../fingerprints/fingerprints.ts'
import { products } from '../product.ts'
import { isIn } from '../release.ts'
import { roleOf } from '../roles/index.ts'
import type { Stranger, Strangers } from '../stranger.ts'
import type { Copy, PlacedClass } from './copy.ts'
import { type Identity, identify } from './identity.ts'
import {
  classesOf,
  featureIn,
  isOwn,
  isShown,
  isShownByAny,
  listed,
  loadableOf,
  nameOf,
  roleIn,
  subjectOf,
} from './marks.ts'
import { unreadOf } from './unread.ts'
import { wasRemoved } from './wholeness.ts'

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

/** What else the specimen holds. */
export interface Surroundings {
  /** All copies of all products, the judged one too. */
  readonly copies: readonly Copy[]
  /** Names of classes whose bytes could not be had. */
  readonly unread: readonly string[]
  readonly strangers: Strangers
}

/**
 * The state of one flaw in one copy. The classes decide: whether the way in is there, and the mark of a fix. Only where
 * they cannot show it does the release decide that they are, byte for byte.
 */
export function statusOf(
  module: AffectedModule,
  copy: Copy,
  identity: Identity,
  { copies, unread, strangers }: Surroundings,
): Status {
  const open = module.code.ways.filter((way) => way.every((role) => loadableOf(copy, role).length > 0))
  const ways = open.flatMap((way) => way.flatMap((role) => loadableOf(copy, role)))
  const fix = fixIn(module, copy, copies, open.length > 0)

  const [missing] = unreadOf(module, copy, identity, unread)
  if (missing !== undefined && (fix === null || open.length === 0))
    return settled('under_investigation', `${missing} could not be read`, ways)
  if (fix !== null) return fixed(fix, ways)
  if (open.length === 0) return replaced(module, copy, strangers) ?? closed(module, copy, identity)

  const older = beforeFlaw(module, copy, ways, identity)
  if (older !== null) return settled('not_affected', older, ways)
  const undecided = undecidedBy(module, copy, identity, copies)
  if (undecided !== null) return settled('under_investigation', undecided, ways)
  const doors = open.flatMap((way) => loadableOf(copy, way[0])).map(nameOf)
  return settled('affected', `${subjectOf(doors)} there without the fix. ${module.needs}`, ways)
}

/** The mark of a fix, and the copy that shows it. */
interface Fix {
  readonly mark: string
  readonly copy: Copy
}

/** `beside`: whether what other products show counts too; it means nothing where there is no way in. */
function fixIn({ code }: AffectedModule, copy: Copy, copies: readonly Copy[], beside: boolean): Fix | null {
  for (const mark of code.fixedBy) {
    if (isOwn(mark, copy)) {
      if (isShown(mark, copy)) return { mark, copy }
    } else if (beside) {
      const other = copies.find((each) => isOwn(mark, each) && isShown(mark, each))
      if (other !== undefined) return { mark, copy: other }
    }
  }
  return null
}

function fixed({ mark, copy }: Fix, ways: readonly PlacedClass[]): Status {
  const role = roleIn(mark)
  const words = roleOf(role)?.features.find(({ id }) => id === featureIn(mark))?.shows
  const because = words === undefined ? `it has ${titleOf(role)}` : `its ${titleOf(role)} ${words}`
  return settled('fixed', because, [...classesOf(copy, role), ...ways])
}

/** What is said where something else lies in the place of classes that are missing; `null` if nothing does. */
function replaced({ code }: AffectedModule, copy: Copy, strangers: Strangers): Status | null {
  const missing = code.ways.map((way) =>
    way
      .filter((role) => loadableOf(copy, role).length === 0)
      .map((role) => ({ role, content: inPlaceOf(role, copy, strangers) })),
  )
  const unsure = missing.find((way) => way.every(({ content }) => content === 'unlike' || content === 'unread'))
  if (unsure !== undefined) {
    const reasons = unsure.map(({ role, content }) => `${titleOf(role)} ${unsureBecause[content ?? 'unread']}`)
    return settled('under_investigation', listed(reasons), [])
  }
  const stubs = missing.flat().flatMap(({ role, content }) => (content === 'inert' ? titleOf(role) : []))
  if (stubs.length === 0) return null
  const because = `${subjectOf(stubs, 'was', 'were')} replaced by what calls nothing, and without that there is no way in`
  return { status: 'not_affected', because, mitigation: `${listed(stubs)} replaced`, restsOn: [] }
}

const unsureBecause: Readonly<Record<Stranger['content'], string>> = {
  unread: 'could not be read',
  unlike: 'is there, and its content is like that of no release',
  inert: 'calls nothing',
}

/** What lies exactly where a class of a role belongs: one of the same name elsewhere is somebody's own. */
function inPlaceOf(role: string, { prefix, root }: Copy, strangers: Strangers): Stranger['content'] | null {
  if (root === null) return null
  const contents = roleOf(role)?.called.map((name) => strangers.at(`${prefix}${root}${name}`)) ?? []
  return contents.find((content) => content !== null && content !== 'inert') ?? contents.find((c) => c !== null) ?? null
}

/** There is no way in: because a class was renamed or removed, or because there never was. */
function closed(module: AffectedModule, copy: Copy, identity: Identity): Status {
  const missing = module.code.ways.map((way) => firstMissing(copy, way))
  const renamed = missing.flatMap((role) => classesOf(copy, role))
  const [first] = renamed
  if (first !== undefined) {
    const name = nameOf(first)
    const because = `${name} is there under a name that cannot be loaded, ${first.sighting.path}`
    return { status: 'not_affected', because, mitigation: `${name} renamed`, restsOn: renamed }
  }
  if (isOutside(module, identity)) return settled('not_affected', `${inWords(identity)} does not have the flaw`, [])
  const removed = missing.filter((role) => wasRemoved(role, copy, identity)).map(titleOf)
  if (removed.length === 0) {
    const because = `${subjectOf(missing.map(titleOf))} not there, and without that there is no way in`
    return settled('not_affected', because, [])
  }
  const because = `${subjectOf(removed, 'was', 'were')} removed, and without that there is no way in`
  return { status: 'not_affected', because, mitigation: `${removed.join(', ')} removed`, restsOn: [] }
}

function firstMissing(copy: Copy, way: Way): string {
  return way.find((role) => loadableOf(copy, role).length === 0) ?? way[0]
}

/** Why what is there is older than the flaw; `null` if it is not. */
function beforeFlaw(
  module: AffectedModule,
  copy: Copy,
  ways: readonly PlacedClass[],
  identity: Identity,
): string | null {
  const { cameWith } = module.code
  if (cameWith !== undefined && !isShownByAny(cameWith, copy))
    return `its ${titleOf(roleIn(cameWith))} is older than the flaw`
  const published = ways.every(({ releases }) => releases.length > 0)
  return published && !identity.mixed && isOutside(module, identity)
    ? `${inWords(identity)} does not have the flaw`
    : null
}

/**
 * Why nothing can be said: releases with and without the fix look alike, and its mark is in another product, which is
 * not here; `null` where the release decides, its own or that of the other product.
 */
function undecidedBy(
  { code, affected }: AffectedModule,
  copy: Copy,
  { possible, known }: Identity,
  copies: readonly Copy[],
): string | null {
  const elsewhere = code.fixedBy.find((mark) => !isOwn(mark, copy))
  const role = elsewhere === undefined ? undefined : roleOf(roleIn(elsewhere))
  if (role === undefined) return null
  if (known && possible.length > 0 && possible.every((release) => isIn(affected, release))) return null
  const beside = copies.filter(({ product }) => product === role.product)
  if (beside.length > 0 && beside.every((other) => neverHad(role.id, other))) return null
  return `releases with and without the fix look alike here: it is in ${role.title} of ${products[role.product].title}, which is not beside it`
}

/** Whether none of the releases that a copy may be has a class of that role. */
function neverHad(role: string, copy: Copy): boolean {
  const { possible, known } = identify(copy)
  return known && possible.length > 0 && possible.every((release) => !rolesOf(copy.product, release).has(role))
}

/** Whether none of the releases that it may be has the flaw. */
function isOutside({ affected }: AffectedModule, { possible, known }: Identity): boolean {
  return known && possible.length > 0 && possible.every((release) => !isIn(affected, release))
}

function settled(status: VexStatus, because: string, restsOn: readonly PlacedClass[]): Status {
  return { status, because, mitigation: null, restsOn: [...new Set(restsOn)] }
}

function titleOf(role: string): string {
  return roleOf(role)?.title ?? role
}

function inWords({ version, possible }: Identity): string {
  const release = version ?? (possible.length === 1 ? possible[0] : undefined)
  return release === undefined ? 'a release of this kind' : `release ${release}`
}
