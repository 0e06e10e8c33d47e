import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { vulnerableClasses } from '../kit/archives/vulnerable-jar.ts'
import { zipOf } from '../kit/archives/zip.ts'
import { type Ended, fireline } from '../kit/fireline.ts'
import { jndiLookupEntry } from '../kit/log4j-parts.ts'

const home = mkdtempSync(join(tmpdir(), 'fireline-lost-answer-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const app = join(home, 'app')
const state = join(home, 'state')
const jar = join(app, 'core.jar')
const lookup = join(app, jndiLookupEntry)
const old = zipOf(Object.entries(vulnerableClasses).map(([name, content]) => ({ name, content })))

/**
 * Does as a network file system whose answer was lost: what is called ends so (`LOST`), it is done, and an error given.
 */
const shim = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
static int is_ours(const char *path) {
  const char *lost = getenv("LOST");
  size_t length = strlen(path), end = lost ? strlen(lost) : 0;
  return end > 0 && length >= end && strcmp(path + length - end, lost) == 0;
}
int rename(const char *from, const char *to) {
  int (*real)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
  if (!is_ours(to)) return real(from, to);
  if (!getenv("NOT_DONE")) real(from, to);
  errno = EIO;
  return -1;
}
int unlink(const char *path) {
  int (*real)(const char *) = dlsym(RTLD_NEXT, "unlink");
  if (!is_ours(path)) return real(path);
  if (!getenv("NOT_DONE")) real(path);
  errno = EIO;
  return -1;
}
`
const library = join(home, 'lost.so')
const canBuild =
  process.platform === 'linux' &&
  spawnSync('cc', ['-shared', '-fPIC', '-x', 'c', '-', '-o', library, '-ldl'], { input: shim }).status === 0
const describeWithCc = canBuild
  ? describe
  : (title: string, suite: () => void) => describe.skip(`${title} (skipped: it takes Linux and a C compiler)`, suite)

const fix = (
  lost: string,
  args: readonly string[] = ['--yes', app],
  more: Record<string, string> = {},
): Promise<Ended> =>
  fireline(['fix', '--quiet', '--workers', '1', ...args], {
    env: { XDG_STATE_HOME: state, LOST: lost, LD_PRELOAD: library, ...more },
  })

const runs = join(state, 'fireline', 'fix')
const manifest = (): string => join(runs, readdirSync(runs)[0] ?? '', 'manifest.jsonl')
const kept = (): readonly string[] => readdirSync(dirname(manifest())).filter((name) => /^\d/.test(name))

beforeEach(() => {
  for (const folder of [app, state]) rmSync(folder, { recursive: true, force: true })
  mkdirSync(app)
})

describeWithCc('where an error is reported for what happened all the same,', () => {
  test('the new file is known, its backup stays, and so it is undone', { timeout: 60_000 }, async () => {
    writeFileSync(jar, old)

    const { code, stdout } = await fix('/core.jar')

    expect(code, stdout).toBe(0)
    expect(readFileSync(jar).equals(old)).toBe(false)
    expect(readdirSync(app)).toEqual(['core.jar'])
    expect(kept()).toEqual(['0001-core.jar'])
    const undone = await fix('/core.jar', ['--undo', manifest()])
    expect(undone.code, undone.stdout).toBe(0)
    expect(readFileSync(jar).equals(old)).toBe(true)
  })

  test('so is a class that is gone', { timeout: 60_000 }, async () => {
    for (const [name, content] of Object.entries(vulnerableClasses)) {
      mkdirSync(dirname(join(app, name)), { recursive: true })
      writeFileSync(join(app, name), content)
    }
    const before = readFileSync(lookup)

    const { code, stdout } = await fix('/JndiLookup.class')

    expect(code, stdout).toBe(0)
    expect(existsSync(lookup)).toBe(false)
    expect(kept()).toEqual(['0001-JndiLookup.class'])
    expect((await fix('', ['--undo', manifest()])).code).toBe(0)
    expect(readFileSync(lookup).equals(before)).toBe(true)
  })

  test('and if it did not happen, the file is the old one, and nothing is kept', { timeout: 60_000 }, async () => {
    writeFileSync(jar, old)

    const { code, stdout } = await fix('/core.jar', ['--yes', app], { NOT_DONE: '1' })

    expect(stdout).toContain('the system reported an error')
    expect(code).toBe(1)
    expect(readFileSync(jar).equals(old)).toBe(true)
    expect(readdirSync(app)).toEqual(['core.jar'])
    expect(kept()).toEqual([])
  })
})
