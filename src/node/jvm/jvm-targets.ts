import { type Stats, statSync } from 'node:fs'
import { type ComponentFinding, type ProcessEvidence, showInstant } from '../../core/index.ts'
import type { JvmLaunch } from '../../scan/index.ts'
import type { Jvm, JvmPart } from './jvm.ts'

/** One file or folder to be scanned because JVMs use it, once for all of them. */
export interface JvmTarget {
  /** Where it is to be opened. */
  readonly path: string
  /** `/srv/lib/a.jar`, `/srv/lib/a.jar (deleted)`, or by way of `/proc` where the process sees other files than we do. */
  readonly shown: string
  /** As the process sees it; it makes a finding's id, which so survives a restart. */
  readonly relative: string
  /** For the judge: what the command line and the environment say of every one of them alike. */
  readonly launch: Pick<JvmLaunch, 'properties' | 'environment'>
  readonly evidence: readonly [ProcessEvidence, ...ProcessEvidence[]]
  /** Processes that run another file than lies on disk now. */
  readonly stale: readonly number[]
}

/** What is to be scanned of running JVMs. A file that is gone again is left out: so is its process then. */
export function jvmTargets(jvms: readonly Jvm[]): readonly JvmTarget[] {
  const targets = new Map<string, JvmTarget>()
  for (const jvm of jvms) {
    for (const part of jvm.parts) {
      const stat = statOf(part.readFrom)
      if (stat === null) continue
      const key = `${stat.dev} ${stat.ino} ${part.state !== 'on-disk'}`
      const known = targets.get(key)
      const evidence = evidenceOf(jvm, part)
      const stale = part.state === 'on-disk' ? [] : [jvm.pid]
      targets.set(
        key,
        known === undefined
          ? {
              path: part.readFrom,
              shown: shownOf(jvm, part),
              relative: part.path.replace(/^\/+/, ''),
              launch: { properties: jvm.launch.properties, environment: jvm.launch.environment },
              evidence: [evidence],
              stale,
            }
          : {
              ...known,
              launch: inBoth(known.launch, jvm.launch),
              evidence: [...known.evidence, evidence],
              stale: [...known.stale, ...stale],
            },
      )
    }
  }
  return [...targets.values()]
}

/** A finding with the processes that use what it is in; where they run what is not on disk any more, it says so. */
export function withProcesses(finding: ComponentFinding, { evidence, stale }: JvmTarget): ComponentFinding {
  const [strongest, ...others] = finding.evidence
  const told = { ...finding, evidence: [strongest, ...others, ...evidence] as const }
  if (stale.length === 0) return told
  const which = stale.length === 1 ? `process ${stale[0]}` : `processes ${stale.join(', ')}`
  return { ...told, remedy: `Restart ${which}: what lies on disk now is not what runs. ${finding.remedy}` }
}

/** A switch that one process has and another has not mends nothing of the file that both use. */
function inBoth(a: JvmTarget['launch'], b: JvmTarget['launch']): JvmTarget['launch'] {
  const same = (some: Readonly<Record<string, string>>, others: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(some).filter(([name, value]) => others[name] === value))
  return { properties: same(a.properties, b.properties), environment: same(a.environment, b.environment) }
}

function evidenceOf(jvm: Jvm, part: JvmPart): ProcessEvidence {
  const since = jvm.startedAt === null ? '' : ` since ${showInstant(jvm.startedAt)}`
  const user = jvm.uid === null ? '' : ` as user ${jvm.uid}`
  const agents =
    jvm.launch.agents.length === 0 ? '' : `; agents that may change its classes: ${jvm.launch.agents.join(', ')}`
  const elsewhere = jvm.isElsewhere ? '; it sees other files than this system' : ''
  const says = `${uses(part)}; it runs ${jvm.launch.runs}${since}${user}${switches(jvm)}${agents}${elsewhere}`
  return { kind: 'process', pid: jvm.pid, says: says.slice(0, 1_000) }
}

/** Only what is switched on or off, Log4j's own first: other values may hold secrets. */
function switches({ launch: { properties, environment } }: Jvm): string {
  const set = [
    ...Object.entries(properties).map(([name, value]) => [`-D${name}`, value] as const),
    ...Object.entries(environment),
  ].filter(([, value]) => value === 'true' || value === 'false')
  const own = ([name]: readonly [string, string]): number => (/log4j/i.test(name) ? 0 : 1)
  set.sort((a, b) => own(a) - own(b))
  return set.length === 0 ? '' : ` with ${set.map(([name, value]) => `${name}=${value}`).join(', ')}`
}

function uses({ state, via }: JvmPart): string {
  if (state !== 'on-disk') return `it still runs this file, which was ${state} on disk since`
  return via === 'class-path' ? 'its class path names it' : 'it has it open'
}

function shownOf({ isElsewhere, pid }: Jvm, { path, readFrom, state }: JvmPart): string {
  if (state === 'on-disk') return readFrom
  return `${isElsewhere ? `/proc/${pid}/root` : ''}${path} (${state})`
}

function statOf(path: string): Stats | null {
  try {
    return statSync(path)
  } catch {
    return null
  }
}
