import { expect, test } from 'vitest'
import { classFile, modifiedUtf8 } from '../../../test/kit/class-file.ts'
import { type ClassFile, readClassFile, readClassName } from './class-file.ts'

function read(bytes: Uint8Array): ClassFile {
  const result = readClassFile(bytes)
  if (result.is === 'corrupt') throw new Error(result.because)
  return result
}

function reasonOf(bytes: Uint8Array): string {
  const result = readClassFile(bytes)
  return result.is === 'corrupt' ? result.because : 'it is none'
}

const plain = classFile({
  name: 'org/acme/Greeting',
  superName: 'org/acme/Words',
  interfaces: ['java/lang/Runnable', 'java/io/Serializable'],
  majorVersion: 61,
  accessFlags: 0x31,
  literals: ['hello', ''],
  calls: ['java/net/URI.getScheme()Ljava/lang/String;'],
  mentions: ['java/util/Map'],
  fields: [{ name: 'words', descriptor: 'Ljava/util/List;' }],
  methods: [{ name: 'run', descriptor: '()V' }],
})

test('tells the name alone, of what is whole up to it', () => {
  const upToName = plain.length - 30

  expect(readClassName(plain)).toEqual({ is: 'named', name: 'org/acme/Greeting' })
  expect(readClassName(plain.subarray(0, upToName))).toEqual({ is: 'named', name: 'org/acme/Greeting' })
  expect(readClassFile(plain.subarray(0, upToName)).is).toBe('corrupt')
  expect(readClassName(plain.subarray(0, 40)).is).toBe('corrupt')
  expect(readClassName(new Uint8Array(40)).is).toBe('corrupt')
})

test('tells what a class is, extends, implements, has, says, calls and mentions', () => {
  const result = read(plain)

  expect(result).toMatchObject({
    majorVersion: 61,
    accessFlags: 0x31,
    name: 'org/acme/Greeting',
    superName: 'org/acme/Words',
    interfaces: ['java/lang/Runnable', 'java/io/Serializable'],
    fields: [{ name: 'words', descriptor: 'Ljava/util/List;' }],
    methods: [{ name: 'run', descriptor: '()V' }],
    annotations: [],
  })
  expect([...result.literals]).toEqual(['hello', ''])
  expect([...result.calls]).toEqual(['java/net/URI.getScheme()Ljava/lang/String;'])
  expect([...result.mentions]).toContain('java/util/Map')
})

test('knows that only java.lang.Object extends nothing', () => {
  expect(read(classFile({ name: 'java/lang/Object', superName: null })).superName).toBeNull()
})

test.each([
  ['an integer', [3, 0, 0, 0, 1]],
  ['a float', [4, 0, 0, 0, 1]],
  ['a long, which takes two places', [5, 0, 0, 0, 0, 0, 0, 0, 1]],
  ['a double, which takes two places', [6, 0, 0, 0, 0, 0, 0, 0, 1]],
  ['a field', [9, 0, 1, 0, 1]],
  ['a method handle', [15, 6, 0, 1]],
  ['a method type', [16, 0, 1]],
  ['a dynamic constant', [17, 0, 0, 0, 1]],
  ['a dynamic call', [18, 0, 0, 0, 1]],
  ['a module', [19, 0, 1]],
  ['a package', [20, 0, 1]],
])('reads past %s among its constants', (_what, constant) => {
  const result = read(
    classFile({ name: 'A', extraConstants: [constant], methods: [{ name: 'after', descriptor: '()V' }] }),
  )

  expect(result.methods.map(({ name }) => name)).toEqual(['after'])
})

test('finds what comes behind two places wide constants at its own index', () => {
  const long = [5, 1, 2, 3, 4, 5, 6, 7, 8]
  const double = [6, 1, 2, 3, 4, 5, 6, 7, 8]

  const result = read(
    classFile({ name: 'A', extraConstants: [long, double], methods: [{ name: 'after', descriptor: '(JD)V' }] }),
  )

  expect(result.methods).toMatchObject([{ name: 'after', descriptor: '(JD)V' }])
})

test('reads modified UTF-8: NUL in two bytes, and what lies beyond the basic plane in two halves', () => {
  const text = 'a\u0000é€😀z'

  expect(modifiedUtf8(text)).toContain(0xc0)
  expect([...read(classFile({ name: 'A', literals: [text] })).literals]).toEqual([text])
})

test('puts U+FFFD for bytes that are no text, and goes on', () => {
  const bytes = classFile({ name: 'A', literals: ['xxx'] })
  const at = Buffer.from(bytes).indexOf('xxx')
  bytes[at + 1] = 0xff

  expect([...read(bytes).literals]).toEqual(['x\ufffdx'])
})

test('reads texts of annotations, also of nested ones and lists, and passes over other values', () => {
  const plugin = {
    type: 'Lorg/acme/Plugin;',
    values: {
      name: 'jndi',
      order: 7,
      kind: { enumOf: ['Lorg/acme/Kind;', 'LOOKUP'] },
      more: ['a', ['b', { type: 'Lorg/acme/Alias;', values: { value: 'c' } }]],
    },
  } as const
  const result = read(
    classFile({
      name: 'A',
      annotations: [plugin],
      methods: [
        {
          name: 'make',
          descriptor: '(II)V',
          annotations: [{ type: 'LFactory;' }],
          parameterAnnotations: [[], [{ type: 'LAttribute;', values: { value: 'port' } }]],
        },
      ],
    }),
  )

  expect(result.annotations).toEqual([{ type: 'Lorg/acme/Plugin;', texts: ['jndi', 'a', 'b', 'c'] }])
  expect(result.methods).toMatchObject([
    {
      annotations: [{ type: 'LFactory;', texts: [] }],
      parameterAnnotations: [{ type: 'LAttribute;', texts: ['port'] }],
    },
  ])
})

test('refuses annotations that are nested deeper than any compiler writes', () => {
  const nested = Array.from({ length: 40 }).reduce<readonly unknown[]>((inner) => [inner], ['x'])
  const bytes = classFile({ name: 'A', annotations: [{ type: 'LDeep;', values: { value: nested as never } }] })

  expect(reasonOf(bytes)).toBe('its annotations are nested more than 16 deep')
})

test.each([
  ['nothing', Uint8Array.of(), 'it ends at byte 0, in the middle'],
  ['another format', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 0, 0, 0, 0), 'it does not start with CAFEBABE'],
  [
    'an unknown kind of constant',
    Uint8Array.of(0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52, 0, 2, 99),
    'constant 1 has the unknown tag 99',
  ],
  ['its beginning alone', plain.slice(0, plain.length - 3), `it ends at byte ${plain.length - 3}, in the middle`],
])('says why it does not read %s', (_what, bytes, because) => {
  expect(reasonOf(bytes)).toBe(because)
})

test('refuses a class whose name is no class constant', () => {
  const bytes = classFile({ name: 'A' })
  // this_class comes after the pool and the access flags; constant 1 is a text.
  const at = Buffer.from(bytes).indexOf(Uint8Array.of(0x00, 0x21), 10)
  bytes[at + 3] = 1

  expect(reasonOf(bytes)).toBe('constant 1 is not of tag 7')
})

test('refuses what is larger than any class that matters', () => {
  const result = readClassFile(plain, plain.length - 1)

  expect(result).toEqual({ is: 'corrupt', because: `it has more than ${plain.length - 1} bytes` })
})

test('throws nothing and ends for every beginning and every changed byte of a class', () => {
  const whole = classFile({
    name: 'org/acme/A',
    literals: ['one', 'two'],
    calls: ['a/B.c()V'],
    annotations: [{ type: 'LP;', values: { value: ['x', { type: 'LQ;', values: { n: 1 } }] } }],
    methods: [{ name: 'm', descriptor: '()V', parameterAnnotations: [[{ type: 'LR;' }]] }],
  })
  for (let end = 0; end < whole.length; end++) readClassFile(whole.subarray(0, end))
  for (let at = 0; at < whole.length; at++) {
    for (const value of [0x00, 0x01, 0x7f, 0xff]) {
      const changed = whole.slice()
      changed[at] = value
      readClassFile(changed)
    }
  }
  expect(readClassFile(whole).is).toBe('class')
})

test('takes time linear in the size, also where a pool repeats one long name', () => {
  // 3,000 references to methods of one class whose name has 60,000 letters: 180 MB if each were written out.
  const name = 'x'.repeat(60_000)
  const bytes = classFile({
    name: 'A',
    calls: Array.from({ length: 3_000 }, (_, index) => `${name}.m${index}()V`),
  })

  const started = performance.now()
  expect(read(bytes).calls.size).toBe(0)
  expect(performance.now() - started).toBeLessThan(1_000)
})
