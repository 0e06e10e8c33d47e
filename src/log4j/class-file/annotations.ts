import type { ConstantPool } from './constant-pool.ts'
import { type Cursor, MalformedClass } from './cursor.ts'

/** An annotation that is there at run time (JVMS §4.7.16). */
export interface Annotation {
  /** Its descriptor: `Lorg/apache/logging/log4j/core/config/plugins/Plugin;`. */
  readonly type: string
  /** All texts among its values, in order, those of nested annotations and arrays too. */
  readonly texts: readonly string[]
}

/** Nested deeper than this is no compiler's work. */
const deepest = 16

/** The body of RuntimeVisibleAnnotations. */
export function readAnnotations(cursor: Cursor, pool: ConstantPool): readonly Annotation[] {
  return Array.from({ length: cursor.u2() }, () => readAnnotation(cursor, pool, 0))
}

/** The body of RuntimeVisibleParameterAnnotations (JVMS §4.7.18), those of all parameters in one list. */
export function readParameterAnnotations(cursor: Cursor, pool: ConstantPool): readonly Annotation[] {
  return Array.from({ length: cursor.u1() }, () => readAnnotations(cursor, pool)).flat()
}

function readAnnotation(cursor: Cursor, pool: ConstantPool, depth: number): Annotation {
  const type = pool.text(cursor.u2())
  const texts: string[] = []
  for (let pairs = cursor.u2(); pairs > 0; pairs--) {
    cursor.skip(2)
    readValue(cursor, pool, texts, depth)
  }
  return { type, texts }
}

/** An `element_value` (JVMS §4.7.16.1). */
function readValue(cursor: Cursor, pool: ConstantPool, texts: string[], depth: number): void {
  if (depth > deepest) throw new MalformedClass(`its annotations are nested more than ${deepest} deep`)
  const kind = String.fromCharCode(cursor.u1())
  if (kind === 's') texts.push(pool.text(cursor.u2()))
  else if (kind === 'e') cursor.skip(4)
  else if (kind === '@') texts.push(...readAnnotation(cursor, pool, depth + 1).texts)
  else if (kind === '[') for (let values = cursor.u2(); values > 0; values--) readValue(cursor, pool, texts, depth + 1)
  else if ('BCDFIJSZc'.includes(kind)) cursor.skip(2)
  else throw new MalformedClass('an annotation has a value of no known kind')
}
