import type { Product } from '../../core/index.ts'
import type { ClassFile } from '../class-file/class-file.ts'

/** A class of a product that means something to the judge, and how to tell it by its contents. It sees; it does not judge. */
export interface Role {
  /** The name of its file. */
  readonly id: string
  /** What it is called in releases, without its package. */
  readonly title: string
  readonly product: Product
  /** Where releases have it, below the product's package: `lookup/JndiLookup`. */
  readonly called: readonly [string, ...string[]]
  /**
   * Texts of the constant pool, exact and whole, one of which every such class has. They are looked for in every class
   * of every archive, so they must be rare; they decide nothing.
   */
  readonly anchors: readonly [string, ...string[]]
  /**
   * Whether it is one, whatever it and its methods are called: by literals that neither relocation nor obfuscation
   * changes, by calls into the platform, by shape.
   */
  recognises(candidate: ClassFile): boolean
  readonly features: readonly Feature[]
}

/** Something that a class does or does not do, such as the mark that a fix left. */
export interface Feature {
  readonly id: string
  /** In a few words, after "it": `looks names up only if log4j2.enableJndi is set`. */
  readonly shows: string
  isIn(candidate: ClassFile): boolean
}

/** A feature that is told by literals: all of them are there. */
export function literalFeature(id: string, shows: string, ...literals: readonly string[]): Feature {
  return { id, shows, isIn: (candidate) => hasLiterals(candidate, ...literals) }
}

export function hasLiterals({ literals }: ClassFile, ...wanted: readonly string[]): boolean {
  return wanted.every((literal) => literals.has(literal))
}

export function hasOneOf({ literals }: ClassFile, ...wanted: readonly string[]): boolean {
  return wanted.some((literal) => literals.has(literal))
}

/** Whether it calls a method of the platform, of any signature: `javax/naming/InitialContext.lookup`. */
export function callsMethod({ calls }: ClassFile, method: string): boolean {
  for (const call of calls) if (call.startsWith(method) && call[method.length] === '(') return true
  return false
}
