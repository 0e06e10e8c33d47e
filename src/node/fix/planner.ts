import { statSync } from 'node:fs'
import { join } from 'node:path'
import { type Bytes, piecesOf } from '../../archive/index.ts'
import type { ComponentFinding } from '../../core/index.ts'
import {
  changeOf,
  NothingLeft,
  type PlaceChange,
  planArchive,
  Refusal,
  type RefusedArchive,
  type RefusedPlace,
  type Removal,
  withoutRefused,
} from '../../fix/index.ts'
import { headBytes, OpenFile } from '../scan/open-file.ts'
import { fixDoors } from './doors.ts'
import { isInLayer } from './engine-storage.ts'
import type { FileChange, FixOrder, FixTarget } from './fix-plan.ts'
import { leftoversIn } from './leftovers.ts'
import { type Located, locate } from './locate.ts'
import { newContent } from './new-content.ts'
import { checkReplaceable, type Original, originalAt } from './original.ts'
import { otherNames } from './other-names.ts'
import type { FileUsers } from './processes.ts'
import { type SurveyOptions, surveyBytes, surveyFolder } from './survey.ts'
import { systemRefusal } from './system-refusal.ts'
import { digestOf } from './write-whole.ts'

/** Plans one file or folder after another. */
export class Planner {
  readonly targets: FixTarget[] = []
  readonly refused: RefusedPlace[] = []
  /** Places in which something is to be taken away, as the first path to them shows them. */
  readonly #wanted: string[] = []
  readonly #order: FixOrder
  readonly #survey: SurveyOptions
  readonly #roots: readonly string[]
  /** Other names of files, by path: to find them takes a walk. */
  readonly #names = new Map<string, readonly string[]>()

  /** `roots`: folders in which other names of a file may be changed too. */
  constructor(order: FixOrder, survey: SurveyOptions, roots: readonly string[]) {
    this.#order = order
    this.#survey = survey
    this.#roots = roots
  }

  /** The files and folders that findings are in, each once, whatever leads there. */
  group(findings: readonly ComponentFinding[]): readonly Located[] {
    const located = new Map<string, Located>()
    for (const { at } of findings) {
      this.#attempt(at.path, () => {
        const there = locate(at.path)
        const first = located.get(there.path) ?? there
        located.set(there.path, first)
        this.#wanted.push(`${first.shown}${at.path.slice(there.shown.length)}`)
      })
    }
    return [...located.values()]
  }

  plan(located: Located, users: FileUsers | null): void {
    this.#attempt(located.shown, () => {
      if (isInLayer(located.path)) {
        throw new Refusal(
          'layer',
          'a container engine keeps it there: mend what the image is built from, build it anew',
        )
      }
      const target = located.kind === 'file' ? this.#archive(located) : this.#folder(located)
      const { files } = target
      if (files.length === 0) return
      const used = [statSync(located.path, { bigint: true }), ...files.map(({ original }) => original)]
      const all = used.flatMap((file) => users?.of(file) ?? [])
      this.targets.push({ ...target, users: [...new Map(all.map((user) => [user.pid, user])).values()] })
    })
  }

  /** Places that the scan found and a second look did not, which must not be passed over. */
  unexplained(): readonly RefusedPlace[] {
    const known = [...this.targets.flatMap(({ places }) => places), ...this.refused].map(({ place }) => place)
    const paths = new Set(known)
    return [...new Set(this.#wanted)]
      .filter((place) => !paths.has(place) && !known.some((each) => place.startsWith(`${each}!`)))
      .map((place) => ({ place, because: 'changed', detail: 'a second look did not find what the scan had found' }))
  }

  leftovers(): readonly string[] {
    const folders = new Set(this.targets.flatMap(({ files }) => files.map(({ original }) => original.folder.path)))
    return [...folders].flatMap((folder) => leftoversIn(folder).map((name) => join(folder, name)))
  }

  #archive({ path, shown }: Located): Omit<FixTarget, 'users'> {
    const original = originalAt(path)
    const others = this.#others(original)
    const file = new OpenFile(path, Buffer.alloc(headBytes))
    try {
      const { examined } = surveyBytes(file, original.name, shown, this.#survey)
      const asked = planArchive(examined, this.#order.remedies)
      const trial = this.#rewrite(original, file, asked.places)
      const { places, refused } = withoutRefused(asked, trial.refused)
      this.refused.push(...refused)
      const files = trial.file === null ? [] : withOthers(trial.file, others)
      const unsigned = unsignedIn(places, trial.unsigned)
      const more = { namesLeft: original.names - 1 - others.length, repacked: repackedIn(places) }
      return { path, shown, kind: 'file', files, places, examined, unsigned, ...more }
    } finally {
      file.close()
    }
  }

  /** What comes of it, without keeping anything of it. Throws Refusal if nothing of it can be done. */
  #rewrite(original: Original, file: Bytes, asked: readonly PlaceChange[]): Trial {
    const refused: RefusedArchive[] = []
    const unsigned: Unsigned[] = []
    if (asked.length === 0) return { file: null, refused, unsigned }
    const told = {
      unsigned: (names: readonly string[], inside: readonly string[]) => unsigned.push({ names, inside }),
      refused: (inside: readonly string[], refusal: Refusal) => refused.push({ inside, refusal }),
    }
    const doors = fixDoors(this.#survey.tools)
    try {
      const all = { by: 'change', change: changeOf(asked) } as const
      const after = digestOf(newContent(file, all, this.#order, doors, told))
      const { places } = withoutRefused({ places: asked, refused: [] }, refused)
      const made = { by: 'change', change: changeOf(places) } as const
      return { file: { original, made, before: digestOf(piecesOf(file)), after }, refused, unsigned }
    } catch (error) {
      if (error instanceof NothingLeft) return { file: null, refused, unsigned }
      throw error
    }
  }

  #folder({ path, shown }: Located): Omit<FixTarget, 'users'> {
    const examined = surveyFolder(path, shown)
    const { places, refused } = planArchive(examined, this.#order.remedies)
    this.refused.push(...refused)
    const removals = places.flatMap((place) => place.removals)
    const files = removals.map((removal) => this.#classFile(join(path, removal.path), removal))
    const namesLeft = files.reduce(
      (sum, { original }) => sum + original.names - 1 - this.#knownNames(original).length,
      0,
    )
    return { path, shown, kind: 'folder', files, places, examined, unsigned: [], namesLeft, repacked: [] }
  }

  #classFile(path: string, { instead }: Removal): FileChange {
    const original = originalAt(path)
    // Other names below what was named are classes of folders of their own, each with a change of its own.
    this.#knownNames(original)
    checkReplaceable(original)
    const file = new OpenFile(path, Buffer.alloc(headBytes))
    try {
      const before = digestOf(piecesOf(file))
      if (instead === 'nothing') return { original, made: null, before, after: null }
      const made = { by: instead }
      const after = digestOf(newContent(file, made, this.#order, fixDoors(this.#survey.tools)))
      return { original, made, before, after }
    } finally {
      file.close()
    }
  }

  /** The other names of a file, which become the new one too. Throws Refusal if it may not be replaced, or some of them. */
  #others(original: Original): readonly Original[] {
    const others = this.#knownNames(original).map(originalAt)
    for (const each of [original, ...others]) checkReplaceable(each)
    return others
  }

  /** The other names of a file below what was named. Throws Refusal if it has more, and they may not be left as they are. */
  #knownNames(original: Original): readonly string[] {
    if (original.names === 1) return []
    const paths = this.#names.get(original.path) ?? otherNames(original, this.#roots)
    this.#names.set(original.path, paths)
    if (!this.#order.breakLinks) checkOnlyName(original, paths)
    return paths
  }

  #attempt(place: string, work: () => void): void {
    try {
      work()
    } catch (error) {
      const { because, message } = systemRefusal(place, error)
      this.refused.push({ place, because, detail: message })
    }
  }
}

/** Throws Refusal `several-names` where names are left that nobody knows. */
function checkOnlyName({ names, path }: Original, others: readonly string[]): void {
  const unknown = names - 1 - others.length
  if (unknown <= 0) return
  const where = `find / -xdev -samefile '${path}'`
  const detail = `${unknown} more outside of what was named (${where}): name them too, or with --break-links they stay as they are`
  throw new Refusal('several-names', detail)
}

/** The other names become what the first one became, after it. */
function withOthers(main: FileChange, others: readonly Original[]): readonly FileChange[] {
  const made = { by: 'link', to: main.original.path } as const
  return [main, ...others.map((original) => ({ ...main, original, made }))]
}

/** Entries that signed an archive in a file. */
interface Unsigned {
  readonly names: readonly string[]
  readonly inside: readonly string[]
}

/** What came of trying a change. */
interface Trial {
  /** `null`: nothing of it can be done. */
  readonly file: FileChange | null
  readonly refused: readonly RefusedArchive[]
  readonly unsigned: readonly Unsigned[]
}

/** Signatures that go: those of archives on the way to what is done. */
function unsignedIn(places: readonly PlaceChange[], all: readonly Unsigned[]): readonly string[] {
  return all.flatMap(({ names, inside }) => {
    const isOnTheWay = places.some(({ steps }) => inside.every((path, index) => steps[index + 1]?.path === path))
    return isOnTheWay ? names.map((name) => shownInside([...inside, name])) : []
  })
}

/** Archives in which what does not change is compressed anew all the same. */
function repackedIn(places: readonly PlaceChange[]): readonly string[] {
  const all = places.flatMap(({ steps }) =>
    steps.flatMap(({ format }, index) => {
      return format === 'gzip' ? [shownInside(steps.slice(1, index + 1).map(({ path }) => path))] : []
    }),
  )
  return [...new Set(all)]
}

/** What a compressed file holds in its own place has no name there. */
function shownInside(names: readonly string[]): string {
  return names.filter((name) => name !== '').join('!')
}
