import { statSync } from 'node:fs'
import { ArchiveGap, archiveFormats } from '../../archive/index.ts'
import type { ComponentFinding, Gap } from '../../core/index.ts'
import {
  explainLayer,
  extensionOf,
  gapOf,
  type ImageDoors,
  inLayer,
  mayHoldImages,
  type OpenImage,
  openImage,
  zipEndings,
} from '../../scan/index.ts'
import { archiveTools } from '../archive/index.ts'
import type { Root, ScanEvent } from '../scan/scan-files.ts'
import { archiveStore, folderStore } from './image-store.ts'

/**
 * Events of a scan, with those in layers of container images told as what they mean for the image. Findings in images
 * are held back until the scan is through, since only all layers together say what an image shows; gaps of the images
 * among the roots are told too, such as layers that are named but not there. After an abort nothing is explained any
 * more, and what was held back is told as it was found.
 */
export async function* explainImages(
  events: AsyncIterable<ScanEvent>,
  roots: readonly Root[],
  signal?: AbortSignal,
): AsyncGenerator<ScanEvent, void, undefined> {
  /** By the archive or folder of the images, as it is shown. */
  const held = new Map<string, ComponentFinding[]>(roots.map(({ shown }) => [shown, []]))
  /** Places of gaps that were told, such as a layer that the registry did not hand out. */
  const known = new Set<string>()
  for await (const event of events) {
    if (event.is === 'gap') known.add(event.gap.at)
    const outer = event.is === 'finding' ? imageAround(event.finding.at.path) : null
    if (event.is !== 'finding' || outer === null) {
      yield event
      continue
    }
    const others = held.get(outer)
    if (others === undefined) held.set(outer, [event.finding])
    else others.push(event.finding)
  }
  const doors: ImageDoors = {
    formats: archiveFormats,
    tools: archiveTools(),
    elapsed: () => performance.now(),
  }
  for (const [shown, findings] of held) {
    const path = pathOf(shown, roots)
    const { told, gaps } =
      signal?.aborted === true || path === null ? { told: findings, gaps: [] } : explain(path, shown, findings, doors)
    for (const finding of told) yield { is: 'finding', finding }
    for (const gap of gaps) if (!known.has(gap.at)) yield { is: 'gap', gap }
  }
}

function explain(
  path: string,
  shown: string,
  findings: readonly ComponentFinding[],
  doors: ImageDoors,
): { readonly told: readonly ComponentFinding[]; readonly gaps: readonly Gap[] } {
  try {
    const image = openAt(path, doors, findings.length > 0)
    if (image === null) return { told: findings, gaps: [] }
    const separator = statSync(path).isDirectory() ? '/' : '!'
    const gaps = image.gaps.map(({ path: at, because, detail }) => ({
      at: `${shown}${separator}${at}`,
      because,
      detail,
    }))
    return { told: explained(image, shown, findings), gaps }
  } catch (error) {
    if (!(error instanceof ArchiveGap)) throw error
    // The scan has told what it could not read; that it is an image is not known then, unless something lies in it.
    return { told: findings, gaps: findings.length === 0 ? [] : [{ at: shown, ...gapOf(error) }] }
  }
}

function explained(
  image: OpenImage,
  shown: string,
  findings: readonly ComponentFinding[],
): readonly ComponentFinding[] {
  const inLayers = findings.flatMap((finding) => {
    const path = inLayer(finding.at.path, shown)
    return path === null ? [] : [{ finding, path }]
  })
  if (inLayers.length === 0) return findings
  const places = image.places(inLayers.map(({ path }) => path))
  const told = new Map(inLayers.map(({ finding }, i) => [finding, explainLayer(finding, places[i] ?? [])]))
  return findings.map((finding) => told.get(finding) ?? finding)
}

/** `anyhow`: something lies in it as if in a layer, so it is read whatever its first names are. */
function openAt(path: string, doors: ImageDoors, anyhow: boolean): OpenImage | null {
  let isFolder: boolean
  try {
    isFolder = statSync(path).isDirectory()
  } catch {
    return null
  }
  const store = isFolder ? (looksLikeImage(path) ? folderStore(path) : null) : archiveStore(path, doors)
  return store !== null && (anyhow || mayHoldImages(store)) ? openImage(store, doors) : null
}

/** Asked before its folders are listed: a root may be anything. */
function looksLikeImage(folder: string): boolean {
  return ['oci-layout', 'manifest.json', 'repositories'].some(
    (name) => statSync(`${folder}/${name}`, { throwIfNoEntry: false })?.isFile() === true,
  )
}

/** The folder of a layout, or the archive, if a finding may lie in a layer of an image. */
function imageAround(place: string): string | null {
  const [outer = '', second] = place.split('!')
  if (second === undefined) return null
  const folder = /^(.*)\/(?:blobs\/sha(?:256|512)\/[0-9a-f]+|[^/]+\/layer\.tar)$/.exec(outer)?.[1]
  if (folder !== undefined) return folder
  // A layer is a tar, whatever it is called but a jar; what is nested in a jar need not wait for the end.
  return place.split('!').length > 2 && !zipEndings.has(extensionOf(second)) ? outer : null
}

/** The path of what is shown by the name of its root. */
function pathOf(shown: string, roots: readonly Root[]): string | null {
  const root = roots
    .filter(
      (each) => shown === each.shown || shown.startsWith(each.shown.endsWith('/') ? each.shown : `${each.shown}/`),
    )
    .sort((a, b) => b.shown.length - a.shown.length)[0]
  return root === undefined ? null : `${root.path}${shown.slice(root.shown.length)}`
}
