/** A value of an annotation. */
export type Value =
  | string
  | number
  | readonly Value[]
  | AnnotationDraft
  | { readonly enumOf: readonly [string, string] }

export interface AnnotationDraft {
  /** A descriptor: `Lorg/acme/Plugin;`. */
  readonly type: string
  readonly values?: Readonly<Record<string, Value>>
}

export interface MemberDraft {
  readonly name: string
  readonly descriptor: string
  readonly annotations?: readonly AnnotationDraft[]
  /** For each parameter its own. */
  readonly parameterAnnotations?: readonly (readonly AnnotationDraft[])[]
}

/** As much of a class as the reader of class files looks at; a method of it has no code. */
export interface ClassDraft {
  readonly name: string
  readonly superName?: string | null
  readonly interfaces?: readonly string[]
  readonly majorVersion?: number
  readonly accessFlags?: number
  readonly literals?: readonly string[]
  /** `java/net/URI.getScheme()Ljava/lang/String;` */
  readonly calls?: readonly string[]
  readonly mentions?: readonly string[]
  readonly fields?: readonly MemberDraft[]
  readonly methods?: readonly MemberDraft[]
  readonly annotations?: readonly AnnotationDraft[]
  /** Constants that nothing else needs: a tag and the bytes behind it. */
  readonly extraConstants?: readonly (readonly number[])[]
}

/** A class file (JVMS §4) as a compiler would write it. */
export function classFile(draft: ClassDraft): Uint8Array {
  const pool = new Pool()
  const superName = draft.superName === undefined ? 'java/lang/Object' : draft.superName
  const head = [
    ...u2(draft.accessFlags ?? 0x21),
    ...u2(pool.classOf(draft.name)),
    ...u2(superName === null ? 0 : pool.classOf(superName)),
  ]
  const interfaces = (draft.interfaces ?? []).map((name) => u2(pool.classOf(name)))
  for (const literal of draft.literals ?? []) pool.literal(literal)
  for (const call of draft.calls ?? []) pool.call(call)
  for (const name of draft.mentions ?? []) pool.classOf(name)
  for (const constant of draft.extraConstants ?? []) pool.add(constant)
  const members = (list: readonly MemberDraft[] = []): readonly number[] => [
    ...u2(list.length),
    ...list.flatMap((member) => memberBytes(pool, member)),
  ]
  const body = [
    ...head,
    ...u2(interfaces.length),
    ...interfaces.flat(),
    ...members(draft.fields),
    ...members(draft.methods),
    ...attributes(pool, draft),
  ]
  return Uint8Array.from([...magic, ...u2(0), ...u2(draft.majorVersion ?? 52), ...pool.bytes(), ...body])
}

const magic = [0xca, 0xfe, 0xba, 0xbe]
const u2 = (n: number): readonly number[] => [(n >> 8) & 0xff, n & 0xff]
const u4 = (n: number): readonly number[] => [...u2(n >>> 16), ...u2(n)]

/** Constants, each once. */
class Pool {
  readonly #constants: (readonly number[])[] = []
  readonly #known = new Map<string, number>()
  readonly #texts = new Map<string, number>()
  #next = 1

  add(constant: readonly number[]): number {
    const key = constant.join()
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const index = this.#next
    this.#known.set(key, index)
    this.#constants.push(constant)
    this.#next += constant[0] === 5 || constant[0] === 6 ? 2 : 1
    return index
  }

  text(text: string): number {
    const known = this.#texts.get(text)
    if (known !== undefined) return known
    const bytes = modifiedUtf8(text)
    const index = this.add([1, ...u2(bytes.length), ...bytes])
    this.#texts.set(text, index)
    return index
  }

  classOf(name: string): number {
    return this.add([7, ...u2(this.text(name))])
  }

  literal(text: string): number {
    return this.add([8, ...u2(this.text(text))])
  }

  call(call: string): number {
    const [, owner = '', name = '', descriptor = ''] = /^([^.]+)\.([^(]+)(\(.*)$/.exec(call) ?? []
    const signature = this.add([12, ...u2(this.text(name)), ...u2(this.text(descriptor))])
    return this.add([10, ...u2(this.classOf(owner)), ...u2(signature)])
  }

  bytes(): readonly number[] {
    return [...u2(this.#next), ...this.#constants.flat()]
  }
}

/** JVMS §4.4.7: NUL in two bytes, and each half of a surrogate pair in three. */
export function modifiedUtf8(text: string): readonly number[] {
  return [...Array(text.length).keys()].flatMap((index) => {
    const unit = text.charCodeAt(index)
    if (unit > 0 && unit < 0x80) return [unit]
    if (unit < 0x800) return [0xc0 | (unit >> 6), 0x80 | (unit & 0x3f)]
    return [0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)]
  })
}

function memberBytes(pool: Pool, member: MemberDraft): readonly number[] {
  return [...u2(1), ...u2(pool.text(member.name)), ...u2(pool.text(member.descriptor)), ...attributes(pool, member)]
}

function attributes(
  pool: Pool,
  { annotations = [], parameterAnnotations }: Pick<MemberDraft, 'annotations' | 'parameterAnnotations'>,
): readonly number[] {
  const made: (readonly number[])[] = []
  const attribute = (name: string, body: readonly number[]): void => {
    made.push([...u2(pool.text(name)), ...u4(body.length), ...body])
  }
  if (annotations.length > 0) attribute('RuntimeVisibleAnnotations', annotationList(pool, annotations))
  if (parameterAnnotations !== undefined)
    attribute('RuntimeVisibleParameterAnnotations', [
      parameterAnnotations.length,
      ...parameterAnnotations.flatMap((each) => annotationList(pool, each)),
    ])
  attribute('Synthetic', [])
  return [...u2(made.length), ...made.flat()]
}

function annotationList(pool: Pool, annotations: readonly AnnotationDraft[]): readonly number[] {
  return [...u2(annotations.length), ...annotations.flatMap((each) => annotationBytes(pool, each))]
}

function annotationBytes(pool: Pool, { type, values = {} }: AnnotationDraft): readonly number[] {
  const pairs = Object.entries(values)
  return [
    ...u2(pool.text(type)),
    ...u2(pairs.length),
    ...pairs.flatMap(([name, value]) => [...u2(pool.text(name)), ...valueBytes(pool, value)]),
  ]
}

function valueBytes(pool: Pool, value: Value): readonly number[] {
  const kind = (letter: string): number => letter.charCodeAt(0)
  if (typeof value === 'string') return [kind('s'), ...u2(pool.text(value))]
  if (typeof value === 'number') return [kind('I'), ...u2(pool.add([3, ...u4(value)]))]
  if (isList(value)) return [kind('['), ...u2(value.length), ...value.flatMap((each) => valueBytes(pool, each))]
  if ('enumOf' in value) return [kind('e'), ...value.enumOf.flatMap((text) => u2(pool.text(text)))]
  return [kind('@'), ...annotationBytes(pool, value)]
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}
