import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findJdk, findMaven } from './toolchain.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fireline-toolchain-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

async function program(name: string, says: string, exitCode = 0): Promise<void> {
  await writeFile(join(folder, name), `#!/bin/sh\necho '${says}'\nexit ${exitCode}\n`)
  await chmod(join(folder, name), 0o755)
}

test('without a JDK the problem says how to get one', async () => {
  await expect(findJdk({ PATH: folder })).rejects.toMatchObject({
    code: 'LAB_NO_JDK',
    hint: expect.stringContaining('apt install default-jdk-headless maven') as string,
  })
})

test('a JDK that is too old for Tomcat is named', async () => {
  await program('java', '')
  await program('javac', 'javac 1.8.0_402')

  await expect(findJdk({ PATH: folder })).rejects.toThrow(`${join(folder, 'javac')} is of release 1.8.0_402`)
})

test('a stub that only says where to get Java is no JDK', async () => {
  await program('java', '')
  await program('javac', 'The operation couldn’t be completed. Unable to locate a Java Runtime.', 1)

  await expect(findJdk({ PATH: folder })).rejects.toMatchObject({ code: 'LAB_NO_JDK' })
})

test('a JDK and Maven on the path are found', async () => {
  await program('java', '')
  await program('javac', 'javac 21.0.4')
  await program('mvn', '')

  expect(await findJdk({ PATH: `/nowhere:${folder}` })).toEqual({
    java: join(folder, 'java'),
    javac: join(folder, 'javac'),
    version: '21.0.4',
  })
  expect(findMaven({ PATH: folder })).toBe(join(folder, 'mvn'))
  expect(findMaven({ PATH: '/nowhere' })).toBeNull()
})
