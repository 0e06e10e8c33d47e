import { expect, test } from 'vitest'
import { type ClassDraft, classFile } from '../../test/kit/class-file.ts'
import { Strangers, strangerAt } from './stranger.ts'

const core = 'org/apache/logging/log4j/core'
const place = `${core}/lookup/JndiLookup`

function contentOf(draft: Partial<ClassDraft>): string | undefined {
  return strangerAt(`${place}.class`, classFile({ name: place, ...draft }))?.content
}

test.each([
  'org/acme/Main.class',
  'JndiLookup.java',
  'JndiLookup',
  'lookup/JndiLookup.class.bak',
  'a.JndiLookup/b.class',
])('%s is no name that decides', (path) => {
  expect(strangerAt(path, null)).toBeNull()
})

test.each([
  [`${place}.class`, place],
  ['a\\\\lookup\\\\JndiLookup.CLASS', 'a//lookup//JndiLookup'],
  [`inst/${place}.classdata`, `inst/${place}`],
  [`BOOT-INF/META-INF/versions/11/${place}.class`, `BOOT-INF/${place}`],
])('%s lies in the place %s', (path, expected) => {
  expect(strangerAt(path, null)).toEqual({ place: expected, content: 'unread' })
})

test('bytes that are no class are unlike one', () => {
  expect(strangerAt(`${place}.class`, new Uint8Array(3_000))?.content).toBe('unlike')
})

test.each<[string, Partial<ClassDraft>]>([
  ['does nothing', {}],
  ['refuses', { calls: ['java/lang/UnsupportedOperationException.<init>(Ljava/lang/String;)V'] }],
  ['puts a text together', { mentions: ['[Ljava/lang/Object;', 'java/lang/StringBuilder'] }],
  ['is a lookup', { superName: `${core}/lookup/AbstractLookup`, interfaces: [`${core}/lookup/StrLookup`] }],
  [
    'puts a text together by invokedynamic',
    {
      calls: ['java/lang/invoke/StringConcatFactory.makeConcatWithConstants()Lx;'],
      mentions: ['java/lang/invoke/MethodHandles$Lookup', 'java/lang/invoke/MethodHandles'],
    },
  ],
  ['says so', { calls: ['org/apache/logging/log4j/status/StatusLogger.getLogger()Lx;'] }],
])('a class that %s is inert', (_, draft) => {
  expect(contentOf(draft)).toBe('inert')
})

test.each<[string, Partial<ClassDraft>]>([
  ['calls another', { calls: ['org/acme/Names.find(Ljava/lang/String;)Ljava/lang/String;'] }],
  ['calls another with more than anyone reads', { calls: [`org/acme/Names.find(${'I'.repeat(2_000)})V`] }],
  ['finds methods by name', { calls: ['java/lang/invoke/MethodHandles$Lookup.findStatic()Lx;'] }],
  ['finds classes by name', { calls: ['java/lang/Class.forName(Ljava/lang/String;)Ljava/lang/Class;'] }],
  ['inherits from another', { superName: 'org/acme/BaseLookup' }],
  ['takes code from an interface', { interfaces: ['org/acme/Names'] }],
  ['mentions a look-alike of what is harmless', { mentions: ['org/acme/StringBuilder'] }],
])('a class that %s is not', (_, draft) => {
  expect(contentOf(draft)).toBe('unlike')
})

test('of several at one place the one that may do something counts, whichever came last', () => {
  const strangers = new Strangers()
  strangers.add({ place, content: 'unlike' })
  strangers.add({ place, content: 'inert' })

  expect(strangers.at(place)).toBe('unlike')
  expect(strangers.at('elsewhere/JndiLookup')).toBeNull()
})

test('seen from a folder, places begin there', () => {
  const strangers = new Strangers()
  strangers.add({ place: `a/b/${place}`, content: 'inert' })

  expect(strangers.below('a').below('b').at(place)).toBe('inert')
})
