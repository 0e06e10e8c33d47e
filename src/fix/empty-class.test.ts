import { expect, test } from 'vitest'
import { describeWithLab } from '../../test/kit/lab.ts'
import { jndiLookupEntry, log4jParts } from '../../test/kit/log4j-parts.ts'
import { readClassFile, recogniseClass } from '../log4j/index.ts'
import { emptyClass } from './empty-class.ts'

describeWithLab('a class that does nothing', () => {
  const classOf = async (name: string, version = '2.0-rc2'): Promise<Buffer> =>
    (await log4jParts(version)).find((part) => part.name === name)?.content ?? Buffer.alloc(0)

  test('has the name, kind and methods of the other, and names no other class', { timeout: 60_000 }, async () => {
    const original = await classOf(jndiLookupEntry)
    const made = readClassFile(emptyClass(original))
    const known = readClassFile(original)

    if (made.is === 'corrupt' || known.is === 'corrupt') throw new Error('a class could not be read')
    const { name, superName, interfaces, majorVersion, accessFlags } = known
    expect(made).toMatchObject({ name, superName, interfaces, majorVersion, accessFlags, fields: [] })
    expect(made.methods.map((method) => `${method.name}${method.descriptor}`)).toEqual(
      known.methods.filter(({ accessFlags: flags }) => (flags & 1) !== 0).map((m) => `${m.name}${m.descriptor}`),
    )
    expect([...made.mentions].sort()).toEqual([name, superName ?? '', ...interfaces].sort())
    expect([...made.literals]).toEqual([])
  })

  test('is not taken for what it stands for', { timeout: 60_000 }, async () => {
    const original = await classOf(jndiLookupEntry)

    expect(recogniseClass(jndiLookupEntry, original, null)?.role).toBe('jndi-lookup')
    expect(recogniseClass(jndiLookupEntry, emptyClass(original), null)).toBeNull()
  })

  test('is not made of what is no class, or answers with more than an object', { timeout: 60_000 }, async () => {
    const manager = await classOf('org/apache/logging/log4j/core/net/Priority.class', '2.14.1')

    expect(() => emptyClass(new TextEncoder().encode('no class'))).toThrow()
    expect(() => emptyClass(manager)).toThrow(/null is no answer/)
  })
})
