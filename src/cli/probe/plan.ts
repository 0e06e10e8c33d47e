import { type Intent, problem, seconds } from '../../core/index.ts'
import { forms as allForms, type LookupForm, type LookupScheme } from '../../lookup/index.ts'
import { points as allPoints, type FormUse, type Profile, type ScanPlan } from '../../probe/index.ts'
import { choiceOption, flagOption, listOption, numberOption, type RawOptions } from '../options.ts'

const profiles: readonly Profile[] = ['quick', 'standard', 'deep']

/** Requests that one target gets at most: `quick` keeps two of its four for a control and the confirmation. */
const requestBudgets: Readonly<Record<Profile, number | null>> = { quick: 4, standard: null, deep: null }

export const pointUnknown = problem('POINT_UNKNOWN', (id: string) => ({
  message: `there is no injection point ${JSON.stringify(id)}`,
  hint: `Choose from ${allPoints.map((point) => point.id).join(', ')}.`,
}))

export const formUnknown = problem('FORM_UNKNOWN', (id: string) => ({
  message: `there is no form ${JSON.stringify(id)}`,
  hint: `Choose from ${allForms.map((form) => form.id).join(', ')}.`,
}))

export const formNeedsZone = problem('FORM_NEEDS_ZONE', (id: string) => ({
  message: `the form ${id} carries its token in the host name`,
  hint: 'Give a delegated --zone, or choose another form.',
}))

/** What is sent, from the options. Throws a Problem for a name that there is not. */
export function planOf(options: RawOptions, hasZone: boolean, headerNames: readonly string[] | null): ScanPlan {
  const profile = choiceOption(options, 'profile', profiles)
  const eager = flagOption(options, 'eager')
  const escalate = options['escalate'] !== false && !eager
  const identify = flagOption(options, 'identify')
  return {
    places: { profile, headerNames },
    points: chosenPoints(options, profile),
    first: firstRound(options, profile, hasZone, eager),
    confirm: [
      ...(escalate ? [use('universal', 'ldap', 'confirm')] : []),
      ...(escalate && hasZone ? [use('evaluated-name', 'ldap', 'prove')] : []),
      ...(identify ? [use('identify', 'ldap', 'confirm')] : []),
    ],
    maxRequests: requestBudgets[profile],
    retries: numberOption(options, 'retries', { min: 0, max: 10, unit: 'repetitions' }),
    waitMs: seconds(numberOption(options, 'wait', { min: 0, max: 86_400, unit: 'seconds' })),
    maxRedirects: numberOption(options, 'follow-redirects', { min: 0, max: 10, unit: 'redirects' }),
  }
}

function chosenPoints(options: RawOptions, profile: Profile): ScanPlan['points'] {
  const ids = listOption(options, 'points', ',')
  for (const id of ids) if (!allPoints.some((point) => point.id === id)) throw pointUnknown(id)
  if (ids.length > 0) return allPoints.filter(({ id }) => ids.includes(id))
  return allPoints.filter((point) => isIn(point.profile, profile))
}

/**
 * DNS first: with a zone by a name that does not exist, without one by asking our own listener through the JNDI DNS
 * provider. Neither makes the target connect.
 */
function firstRound(options: RawOptions, profile: Profile, hasZone: boolean, eager: boolean): readonly FormUse[] {
  const ids = listOption(options, 'forms', ',')
  const scheme: LookupScheme = hasZone ? 'ldap' : 'dns'
  if (eager) return [use('universal', 'ldap', 'confirm'), use('universal', 'rmi', 'confirm')]
  if (ids.length === 0) {
    const disguises = allForms.filter((form) => form.profile === 'deep' && profile === 'deep')
    const plain = hasZone ? 'universal' : 'plain'
    return [use(plain, scheme, 'prove'), ...disguises.flatMap((form) => usesOf(form, scheme))]
  }
  return ids.flatMap((id) => {
    const form = formOf(id)
    if (form.needsZone && !hasZone) throw formNeedsZone(id)
    return usesOf(form, scheme)
  })
}

/** The form by the wanted provider, or by the first that it can name. */
function usesOf(form: LookupForm, wanted: LookupScheme): readonly FormUse[] {
  const scheme = form.schemes.includes(wanted) ? wanted : form.schemes[0]
  return scheme === undefined ? [] : [{ form, scheme, intent: 'prove' }]
}

function use(id: string, scheme: LookupScheme, intent: Intent): FormUse {
  return { form: formOf(id), scheme, intent }
}

function formOf(id: string): LookupForm {
  const form = allForms.find((known) => known.id === id)
  if (form === undefined) throw formUnknown(id)
  return form
}

function isIn(smallest: Profile, chosen: Profile): boolean {
  return profiles.indexOf(smallest) <= profiles.indexOf(chosen)
}

/** Everything of a plan that decides what is sent, as one text: a resumed scan must have the same. */
export function planText(
  { places, points, first, confirm, maxRequests, maxRedirects }: ScanPlan,
  headers: unknown,
): string {
  const uses = (list: readonly FormUse[]) => list.map(({ form, scheme, intent }) => [form.id, scheme, intent])
  return JSON.stringify([
    places,
    points.map(({ id }) => id),
    uses(first),
    uses(confirm),
    maxRequests,
    maxRedirects,
    headers,
  ])
}
