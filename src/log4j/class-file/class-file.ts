import { type Annotation, readAnnotations, readParameterAnnotations } from './annotations.ts'
import { ConstantPool } from './constant-pool.ts'
import { Cursor, MalformedClass } from './cursor.ts'

/** What a Java class file says of itself (JVMS §4), as far as it helps to recognise it. */
export interface ClassFile {
  readonly is: 'class'
  /** 50 is Java 6, 52 is Java 8. */
  readonly majorVersion: number
  readonly accessFlags: number
  /** With slashes: `java/lang/Object`. */
  readonly name: string
  /** `null` for java.lang.Object and for modules. */
  readonly superName: string | null
  readonly interfaces: readonly string[]
  /** String literals, also those of constants, and the pieces of which invokedynamic puts strings together. */
  readonly literals: ReadonlySet<string>
  /** Methods that it calls: `java/net/URI.getScheme()Ljava/lang/String;`. */
  readonly calls: ReadonlySet<string>
  /** Names of classes that it mentions. */
  readonly mentions: ReadonlySet<string>
  readonly fields: readonly Member[]
  readonly methods: readonly Member[]
  readonly annotations: readonly Annotation[]
}

/** A field or a method. */
export interface Member {
  readonly accessFlags: number
  readonly name: string
  readonly descriptor: string
  /** Of itself. */
  readonly annotations: readonly Annotation[]
  /** Of its parameters, those of all in one list. */
  readonly parameterAnnotations: readonly Annotation[]
}

/** Bytes that are no class file, or a damaged one. */
export interface CorruptClass {
  readonly is: 'corrupt'
  /** A sentence without a final dot. */
  readonly because: string
}

/** What a class is called, without the rest. */
export interface NamedClass {
  readonly is: 'named'
  /** With slashes. */
  readonly name: string
}

/** Reads a class file. Ends in time linear in its size, whatever the bytes are, and throws nothing. */
export function readClassFile(bytes: Uint8Array, largestBytes = 16_777_216): ClassFile | CorruptClass {
  if (bytes.length > largestBytes) return { is: 'corrupt', because: `it has more than ${largestBytes} bytes` }
  return unlessCorrupt(() => readFrom(bytes))
}

/** Reads a class file as far as its name, a tenth of the work. The same holds of it. */
export function readClassName(bytes: Uint8Array): NamedClass | CorruptClass {
  return unlessCorrupt(() => {
    const { pool, cursor } = openClass(bytes)
    cursor.skip(2)
    return { is: 'named', name: pool.className(cursor.u2()) }
  })
}

function unlessCorrupt<Read>(read: () => Read): Read | CorruptClass {
  try {
    return read()
  } catch (error) {
    if (error instanceof MalformedClass) return { is: 'corrupt', because: error.message }
    throw error
  }
}

/** All before the access flags, where the cursor is left. */
function openClass(bytes: Uint8Array): {
  readonly majorVersion: number
  readonly pool: ConstantPool
  readonly cursor: Cursor
} {
  const cursor = new Cursor(bytes)
  if (cursor.u4() !== 0xcafebabe) throw new MalformedClass('it does not start with CAFEBABE')
  cursor.skip(2)
  const majorVersion = cursor.u2()
  return { majorVersion, pool: new ConstantPool(bytes, cursor), cursor }
}

function readFrom(bytes: Uint8Array): ClassFile {
  const { majorVersion, pool, cursor } = openClass(bytes)
  const accessFlags = cursor.u2()
  const name = pool.className(cursor.u2())
  const superIndex = cursor.u2()
  const interfaces = Array.from({ length: cursor.u2() }, () => pool.className(cursor.u2()))
  const fields = Array.from({ length: cursor.u2() }, () => readMember(cursor, pool))
  const methods = Array.from({ length: cursor.u2() }, () => readMember(cursor, pool))
  return {
    is: 'class',
    majorVersion,
    accessFlags,
    name,
    superName: superIndex === 0 ? null : pool.className(superIndex),
    interfaces,
    literals: pool.literals(),
    calls: pool.calls(),
    mentions: pool.classes(),
    fields,
    methods,
    annotations: readAttributes(cursor, pool).annotations,
  }
}

function readMember(cursor: Cursor, pool: ConstantPool): Member {
  return {
    accessFlags: cursor.u2(),
    name: pool.text(cursor.u2()),
    descriptor: pool.text(cursor.u2()),
    ...readAttributes(cursor, pool),
  }
}

/** Annotations among the attributes of a class or member; all others are passed over. */
function readAttributes(cursor: Cursor, pool: ConstantPool): Pick<Member, 'annotations' | 'parameterAnnotations'> {
  const annotations: Annotation[] = []
  const parameterAnnotations: Annotation[] = []
  for (let left = cursor.u2(); left > 0; left--) {
    const name = pool.text(cursor.u2())
    const length = cursor.u4()
    const end = cursor.at + length
    if (name === 'RuntimeVisibleAnnotations') annotations.push(...readAnnotations(cursor, pool))
    else if (name === 'RuntimeVisibleParameterAnnotations')
      parameterAnnotations.push(...readParameterAnnotations(cursor, pool))
    else cursor.skip(length)
    if (cursor.at !== end) throw new MalformedClass(`its ${name} are not as long as they say`)
  }
  return { annotations, parameterAnnotations }
}
