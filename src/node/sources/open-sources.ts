import { realpathSync } from 'node:fs'
import { basename } from 'node:path'
import type { ComponentFinding } from '../../core/index.ts'
import { explainImages } from '../image/explain-images.ts'
import type { Jvm } from '../jvm/jvm.ts'
import { type JvmTarget, jvmTargets, withProcesses } from '../jvm/jvm-targets.ts'
import { listJvms } from '../jvm/list-jvms.ts'
import { parseImageReference } from '../registry/image-reference.ts'
import { type PulledImage, type PullOptions, type PullProgress, pullImage } from '../registry/pull-image.ts'
import type { Root, ScanEvent } from '../scan/scan-files.ts'

/** What is to be scanned beside paths. */
export interface SourceRequest {
  /** Files and folders that are scanned too: images among them are explained. */
  readonly paths: readonly Root[]
  /** References of images in registries. */
  readonly images: readonly string[]
  /** Whether running JVMs are looked into. */
  readonly jvm: boolean
  /** Where processes are listed; default `/proc`. */
  readonly proc?: string
  readonly pull?: Omit<PullOptions, 'signal' | 'onProgress'>
  readonly signal?: AbortSignal
  readonly onProgress?: (reference: string, progress: PullProgress) => void
}

/** Everything that a scan is to go through, once it lies where it can be read. */
export interface OpenSources {
  readonly roots: readonly Root[]
  /** What was learned while it was brought: gaps and notes. */
  readonly events: readonly ScanEvent[]
  /** The events of the scan of `roots`, told as what they mean for images and processes. */
  explain(events: AsyncIterable<ScanEvent>): AsyncIterable<ScanEvent>
  /** Removes what was brought. */
  release(): Promise<void>
}

/**
 * Brings images and lists JVMs, so that all of it can be scanned as files. Throws the Problems of {@link pullImage} and
 * {@link listJvms}, after removing what was brought until then.
 */
export async function openSources(request: SourceRequest): Promise<OpenSources> {
  const { paths, images, jvm, signal } = request
  const pulled: PulledImage[] = []
  const release = async (): Promise<void> => {
    await Promise.all(pulled.splice(0).map((image) => image.remove()))
  }
  try {
    for (const image of images) pulled.push(await pull(image, request))
    const imageRoots = pulled.map(imageRoot)
    const { jvms, events } = jvm ? await jvmsOf(request) : { jvms: [], events: [] }
    const targets = jvmTargets(jvms).map((target) => asNamed(target, paths))
    const files = [...paths, ...imageRoots]
    return {
      roots: [...files, ...targets],
      events: [...pulled.flatMap(toldOf), ...events],
      explain: (told) => withTargets(explainImages(told, files, signal), targets),
      release,
    }
  } catch (error) {
    await release()
    throw error
  }
}

function pull(image: string, { pull: options, signal, onProgress }: SourceRequest): Promise<PulledImage> {
  return pullImage(image, {
    ...options,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress: (progress) => onProgress(image, progress) }),
  })
}

function toldOf({ reference, platforms, gaps }: PulledImage): readonly ScanEvent[] {
  const what = platforms.length === 0 ? '' : ` for ${platforms.join(', ')}`
  const note = { is: 'note', text: `${reference} was brought${what}` } as const
  return [note, ...gaps.map((gap) => ({ is: 'gap', gap }) as const)]
}

async function jvmsOf({
  proc,
  signal,
}: SourceRequest): Promise<{ jvms: readonly Jvm[]; events: readonly ScanEvent[] }> {
  const jvms: Jvm[] = []
  const events: ScanEvent[] = []
  const options = { ...(proc === undefined ? {} : { proc }), ...(signal === undefined ? {} : { signal }) }
  for await (const event of listJvms(options)) {
    if (event.is === 'jvm') jvms.push(event.jvm)
    else events.push(event)
  }
  const text =
    jvms.length === 0 ? 'no JVM is running' : `looked into ${jvms.length} running ${jvms.length === 1 ? 'JVM' : 'JVMs'}`
  return { jvms, events: [...events, { is: 'note', text }] }
}

/** Its name makes ids, and not its digest or tag: what stays the same in the next build is the same then. */
function imageRoot({ layoutDirectory, reference }: PulledImage): Root {
  const { registry, repository } = parseImageReference(reference)
  return { path: layoutDirectory, shown: reference, relative: `${registry}/${repository}` }
}

/** What lies under a root that the operator named is shown, and has the id, as if it was found by way of that. */
function asNamed(target: JvmTarget, roots: readonly Root[]): JvmTarget {
  for (const { path, shown } of roots) {
    const real = realPathOf(path)
    if (real === null || target.shown !== target.path) continue
    if (target.path === real) return { ...target, shown, relative: basename(path) }
    const folder = real.endsWith('/') ? real : `${real}/`
    if (!target.path.startsWith(folder)) continue
    const relative = target.path.slice(folder.length)
    return { ...target, shown: shown.endsWith('/') ? `${shown}${relative}` : `${shown}/${relative}`, relative }
  }
  return target
}

function realPathOf(path: string): string | null {
  try {
    return realpathSync(path)
  } catch {
    return null
  }
}

async function* withTargets(
  events: AsyncIterable<ScanEvent>,
  targets: readonly JvmTarget[],
): AsyncGenerator<ScanEvent, void, undefined> {
  for await (const event of events) {
    const target = event.is === 'finding' ? targetOf(event.finding, targets) : undefined
    if (event.is === 'finding' && target !== undefined) {
      yield { is: 'finding', finding: withProcesses(event.finding, target) }
    } else yield event
  }
}

/** The innermost, where a folder and a file in it are both on a class path. */
function targetOf({ at: { path } }: ComponentFinding, targets: readonly JvmTarget[]): JvmTarget | undefined {
  return targets
    .filter(({ shown }) => path === shown || path.startsWith(`${shown}!`) || path.startsWith(`${shown}/`))
    .sort((a, b) => b.shown.length - a.shown.length)[0]
}
