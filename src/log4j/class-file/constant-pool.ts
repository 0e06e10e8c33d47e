import { type Cursor, MalformedClass } from './cursor.ts'
import { decodeModifiedUtf8 } from './modified-utf8.ts'

/** Tags of JVMS §4.4, table 4.4-A. */
export const tag = {
  utf8: 1,
  integer: 3,
  float: 4,
  long: 5,
  double: 6,
  class: 7,
  string: 8,
  field: 9,
  method: 10,
  interfaceMethod: 11,
  nameAndType: 12,
  methodHandle: 15,
  methodType: 16,
  dynamic: 17,
  invokeDynamic: 18,
  module: 19,
  package: 20,
} as const

/** How many bytes follow a tag, apart from text, whose length is written before it. 255: no such tag. */
export const widthOf: Uint8Array = new Uint8Array(256).fill(255)
for (const known of [tag.class, tag.string, tag.methodType, tag.module, tag.package]) widthOf[known] = 2
widthOf[tag.methodHandle] = 3
for (const known of [tag.integer, tag.float, tag.field, tag.method, tag.interfaceMethod]) widthOf[known] = 4
for (const known of [tag.nameAndType, tag.dynamic, tag.invokeDynamic]) widthOf[known] = 4
widthOf[tag.long] = 8
widthOf[tag.double] = 8

/** Longer names than this are in no class that a compiler wrote; a pool that repeats one must not fill the memory. */
const longestName = 1_024

/** Where a recipe takes a value (U+0001) or a constant (U+0002) in (StringConcatFactory). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a recipe has
const hasArgument = /[\u0001\u0002]/

function piecesOf(recipe: string): readonly string[] {
  return recipe.split(hasArgument).filter((piece) => piece !== '')
}

/** The constants of a class, decoded when they are asked for, each text once. */
export class ConstantPool {
  readonly #bytes: Uint8Array
  /** Where each constant starts; 0 for the unused second slot of a long or double, and for index 0. */
  readonly #places: Uint32Array
  readonly #texts = new Map<number, string>()

  /** Reads from `constant_pool_count` on. Throws MalformedClass. */
  constructor(bytes: Uint8Array, cursor: Cursor) {
    this.#bytes = bytes
    const count = cursor.u2()
    this.#places = new Uint32Array(count)
    for (let index = 1; index < count; index++) {
      this.#places[index] = cursor.at
      const kind = cursor.u1()
      const width = kind === tag.utf8 ? cursor.u2() : (widthOf[kind] ?? 255)
      if (width === 255 && kind !== tag.utf8) throw new MalformedClass(`constant ${index} has the unknown tag ${kind}`)
      cursor.skip(width)
      if (kind === tag.long || kind === tag.double) index += 1
    }
  }

  /** Throws MalformedClass if that constant is no text. */
  text(index: number): string {
    const known = this.#texts.get(index)
    if (known !== undefined) return known
    const at = this.#place(index, tag.utf8)
    const text = decodeModifiedUtf8(this.#bytes, at + 3, at + 3 + this.#u2(at + 1))
    this.#texts.set(index, text)
    return text
  }

  /** The name of a class constant, `java/lang/Object`. */
  className(index: number): string {
    return this.text(this.#u2(this.#place(index, tag.class) + 1))
  }

  /**
   * Texts of all string literals. Of the recipes by which invokedynamic puts strings together it gives the pieces, which
   * are the literals of the same source that was compiled for a Java without it.
   */
  literals(): ReadonlySet<string> {
    const texts = this.#namesOf(tag.string)
    return new Set([...texts].flatMap((text) => (hasArgument.test(text) ? piecesOf(text) : text)))
  }

  /** Names of all classes that are mentioned. */
  classes(): ReadonlySet<string> {
    return this.#namesOf(tag.class)
  }

  /** Methods that are called: `java/net/URI.getScheme()Ljava/lang/String;`. */
  calls(): ReadonlySet<string> {
    const calls = new Set<string>()
    for (const at of this.#places) {
      const kind = at === 0 ? 0 : this.#bytes[at]
      if (kind !== tag.method && kind !== tag.interfaceMethod) continue
      const owner = this.className(this.#u2(at + 1))
      const signature = this.#place(this.#u2(at + 3), tag.nameAndType)
      const name = this.text(this.#u2(signature + 1))
      const descriptor = this.text(this.#u2(signature + 3))
      if (owner.length + name.length + descriptor.length <= longestName) calls.add(`${owner}.${name}${descriptor}`)
    }
    return calls
  }

  /** Texts of all constants of a kind that is nothing but a text. */
  #namesOf(kind: number): ReadonlySet<string> {
    const names = new Set<string>()
    for (const at of this.#places) if (at !== 0 && this.#bytes[at] === kind) names.add(this.text(this.#u2(at + 1)))
    return names
  }

  #place(index: number, kind: number): number {
    const at = this.#places[index] ?? 0
    if (at === 0 || this.#bytes[at] !== kind) throw new MalformedClass(`constant ${index} is not of tag ${kind}`)
    return at
  }

  #u2(at: number): number {
    return ((this.#bytes[at] ?? 0) << 8) | (this.#bytes[at + 1] ?? 0)
  }
}
