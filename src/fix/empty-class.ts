import { type ClassFile, type Member, readClassFile } from '../log4j/index.ts'
import { Refusal } from './refusal.ts'

/** ACC_PUBLIC, ACC_STATIC, ACC_ABSTRACT of JVMS §4.6. */
const accPublic = 0x0001
const accStatic = 0x0008
const accAbstract = 0x0400

/** Instructions (JVMS §6.5). */
const aconstNull = 0x01
const areturn = 0xb0
const aload0 = 0x2a
const invokespecial = 0xb7
const returnVoid = 0xb1

/**
 * A class with the name, the kind and the public methods of another, in which nothing happens: it is made with no
 * arguments, and each method answers `null`. Nothing else of the other class is in it, and no other class is named but
 * what it extends and implements. Throws Refusal `needed` for a class that cannot be answered for so.
 */
export function emptyClass(original: Uint8Array): Uint8Array {
  const known = readClassFile(original)
  if (known.is === 'corrupt') throw new Refusal('damaged', known.because)
  const methods = known.methods.filter(isOffered)
  if (!methods.every(isAnswerable)) throw new Refusal('needed', `${known.name} has methods for which null is no answer`)
  return new Writer(known).write(methods)
}

function isOffered({ accessFlags, name }: Member): boolean {
  return name === '<init>' ? true : (accessFlags & accPublic) !== 0 && (accessFlags & accStatic) === 0
}

function isAnswerable({ accessFlags, name, descriptor }: Member): boolean {
  if ((accessFlags & accAbstract) !== 0) return false
  return name === '<init>' ? descriptor === '()V' : /\)[L[]/.test(descriptor)
}

/** Writes a class file (JVMS §4.1): constants first, as they are asked for. */
class Writer {
  readonly #known: ClassFile
  readonly #constants: number[][] = []

  constructor(known: ClassFile) {
    this.#known = known
  }

  write(methods: readonly Member[]): Uint8Array {
    const { majorVersion, accessFlags, name, superName, interfaces } = this.#known
    const body = [
      ...u2(accessFlags),
      ...u2(this.#class(name)),
      ...u2(this.#class(superName ?? 'java/lang/Object')),
      ...u2(interfaces.length),
      ...interfaces.flatMap((each) => u2(this.#class(each))),
      ...u2(0),
      ...u2(methods.length),
      ...methods.flatMap((method) => this.#method(method)),
      ...u2(0),
    ]
    const head = [0xca, 0xfe, 0xba, 0xbe, ...u2(0), ...u2(majorVersion), ...u2(this.#constants.length + 1)]
    return Uint8Array.from([...head, ...this.#constants.flat(), ...body])
  }

  /** With a body that has no branch, so that it needs no stack map. */
  #method({ accessFlags, name, descriptor }: Member): number[] {
    const code = name === '<init>' ? this.#construction() : [aconstNull, areturn]
    const attribute = [...u2(1), ...u2(argumentsSize(descriptor) + 1), ...u4(code.length), ...code, ...u2(0), ...u2(0)]
    const named = [...u2(accessFlags), ...u2(this.#text(name)), ...u2(this.#text(descriptor))]
    return [...named, ...u2(1), ...u2(this.#text('Code')), ...u4(attribute.length), ...attribute]
  }

  #construction(): number[] {
    const superClass = this.#class(this.#known.superName ?? 'java/lang/Object')
    const nameAndType = this.#add([12, ...u2(this.#text('<init>')), ...u2(this.#text('()V'))])
    return [aload0, invokespecial, ...u2(this.#add([10, ...u2(superClass), ...u2(nameAndType)])), returnVoid]
  }

  #class(name: string): number {
    return this.#add([7, ...u2(this.#text(name))])
  }

  #text(text: string): number {
    const bytes = [...new TextEncoder().encode(text)]
    return this.#add([1, ...u2(bytes.length), ...bytes])
  }

  /** Gives its number, from 1. */
  #add(constant: number[]): number {
    const known = this.#constants.findIndex((each) => each.join() === constant.join())
    if (known >= 0) return known + 1
    return this.#constants.push(constant)
  }
}

/** How many local variables the arguments take: two for `long` and `double` (JVMS §4.3.3). */
function argumentsSize(descriptor: string): number {
  const types = descriptor.slice(1, descriptor.indexOf(')')).match(/\[*(?:L[^;]+;|[BCDFIJSZ])/g) ?? []
  return types.reduce((sum, type) => sum + (type === 'J' || type === 'D' ? 2 : 1), 0)
}

function u2(value: number): number[] {
  return [(value >> 8) & 0xff, value & 0xff]
}

function u4(value: number): number[] {
  return [...u2(value >>> 16), ...u2(value)]
}
