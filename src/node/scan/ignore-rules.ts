import ignore, { type Ignore } from 'ignore'
import type { Unit, WorkOrder } from './protocol.ts'

/** What is left out of a walk: `--exclude`, and the `.firelineignore` files on the way, both written as .gitignore is. */
export class IgnoreRules {
  readonly #exclude: Ignore | null
  readonly #compiled = new Map<string, Ignore>()

  constructor({ exclude }: Pick<WorkOrder, 'exclude'>) {
    this.#exclude = exclude.length === 0 ? null : ignore().add([...exclude])
  }

  /** Whether there is any rule for what lies in a folder. */
  mayLeaveOut(ignores: Unit['ignores']): boolean {
    return this.#exclude !== null || ignores.length > 0
  }

  /** `relative`: from the root, without a slash at its start. */
  leavesOut(relative: string, isFolder: boolean, ignores: Unit['ignores']): boolean {
    if (!this.mayLeaveOut(ignores)) return false
    const path = isFolder ? `${relative}/` : relative
    if (this.#exclude !== null && isRelative(relative) && this.#exclude.ignores(path)) return true
    return ignores.some(({ folder, text }) => {
      const below = folder === '' ? path : path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null
      return below !== null && isRelative(below) && this.#rules(text).ignores(below)
    })
  }

  #rules(text: string): Ignore {
    const known = this.#compiled.get(text)
    if (known !== undefined) return known
    const made = ignore().add(text)
    this.#compiled.set(text, made)
    return made
  }
}

/** The library refuses other paths. */
function isRelative(path: string): boolean {
  return ignore.isPathValid(path)
}
