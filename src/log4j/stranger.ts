import { type ClassFile, readClassFile } from './class-file/class-file.ts'
import { decisiveNames } from './interest.ts'

/** Something called like a class that decides, as which no class of ours was recognised. */
export interface Stranger {
  /** Where a class loader finds it: its path without its ending. */
  readonly place: string
  /**
   * `unread`: its bytes could not be had. `inert`: a class that calls nothing, as are put in the place of what is taken
   * out. `unlike`: anything else, such as a class that was changed beyond recognition, or no class at all.
   */
  readonly content: 'unread' | 'inert' | 'unlike'
}

/** Endings under which class loaders find classes: those of agents have their own. */
const endings: ReadonlySet<string> = new Set(['class', 'esclazz', 'classdata'])

/**
 * What lies at a path at which nothing was recognised. `bytes` are `null` if they could not be had. `null`: by its name
 * it matters to nobody. Cheap where that is so.
 */
export function strangerAt(path: string, bytes: Uint8Array | null): Stranger | null {
  const dot = path.lastIndexOf('.')
  if (!endings.has(path.slice(dot + 1).toLowerCase())) return null
  const stem = path.slice(0, dot).replaceAll('\\', '/')
  if (!decisiveNames.has(stem.slice(stem.lastIndexOf('/') + 1))) return null
  // A multi-release jar is one with its base (JEP 238).
  return { place: stem.replace(/META-INF\/versions\/\d+\//, ''), content: contentOf(bytes) }
}

function contentOf(bytes: Uint8Array | null): Stranger['content'] {
  if (bytes === null) return 'unread'
  const read = readClassFile(bytes)
  return read.is === 'class' && isInert(read) ? 'inert' : 'unlike'
}

const accNative = 0x0100

/** Whether nothing that it can do goes beyond itself: no code of others that matters is called, inherited or native. */
function isInert({ name, superName, interfaces, mentions, calls, methods }: ClassFile): boolean {
  return (
    (superName === 'java/lang/Object' || superName?.endsWith('/lookup/AbstractLookup') === true) &&
    interfaces.every((each) => each.endsWith('/lookup/StrLookup')) &&
    methods.every(({ accessFlags }) => (accessFlags & accNative) === 0) &&
    // Whatever is called is mentioned; but who puts texts together by invokedynamic mentions more than is called.
    [...mentions].every((each) => each === name || harmless.test(each)) &&
    ![...calls].some((call) => call.startsWith('java/lang/invoke/MethodHandles'))
  )
}

/** Classes to inherit from, to put texts together with, to refuse and to say so. */
const harmless =
  /^(?:\[+L?)?(?:java\/lang\/(?:Object|String|StringBuilder|StringBuffer|\w*Exception|invoke\/StringConcatFactory|invoke\/MethodHandles(?:\$Lookup)?)|(?:[\w/]*\/)?(?:lookup\/(?:AbstractLookup|StrLookup)|log4j\/(?:Logger|status\/StatusLogger)));?$/

/** Strangers by their places. */
export class Strangers {
  readonly #contents: Map<string, Stranger['content']>
  readonly #folder: string

  constructor(contents = new Map<string, Stranger['content']>(), folder = '') {
    this.#contents = contents
    this.#folder = folder
  }

  /** Of several at one place the worst counts: which of them is loaded depends on who reads the archive. */
  add({ place, content }: Stranger): void {
    if (content !== 'inert' || !this.#contents.has(place)) this.#contents.set(place, content)
  }

  /** `null`: nothing lies there. */
  at(place: string): Stranger['content'] | null {
    return this.#contents.get(`${this.#folder}${place}`) ?? null
  }

  /** The same ones, by their places in a folder (`a/b`). */
  below(folder: string): Strangers {
    return folder === '' ? this : new Strangers(this.#contents, `${this.#folder}${folder}/`)
  }
}
