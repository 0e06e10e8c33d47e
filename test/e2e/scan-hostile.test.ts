import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ComponentFinding, Gap } from '../../src/core/index.ts'
import { overlapping, sixteenfold } from '../kit/archives/bombs.ts'
import { zipQuine } from '../kit/archives/quine.ts'
import { vulnerableClasses, vulnerableJar } from '../kit/archives/vulnerable-jar.ts'
import { zipOf } from '../kit/archives/zip.ts'
import { fireline } from '../kit/fireline.ts'
import { tarOf } from '../kit/tar.ts'

const folder = mkdtempSync(join(tmpdir(), 'fireline-scan-hostile-'))
afterAll(() => rmSync(folder, { recursive: true }))

function put(path: string, content: Uint8Array | string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), content)
}

interface Told {
  readonly code: number | null
  readonly found: readonly string[]
  /** By file, each reason once. */
  readonly gaps: Readonly<Record<string, readonly string[]>>
}

async function scan(...args: readonly string[]): Promise<Told> {
  const { code, stdout } = await fireline(['scan', ...args, '--format', 'json'], { cwd: folder })
  const { findings, gaps } = JSON.parse(stdout) as { findings: ComponentFinding[]; gaps: Gap[] }
  return {
    code,
    found: findings.map(({ at }) => at.path).toSorted(),
    gaps: reasonsByFile(gaps),
  }
}

function reasonsByFile(gaps: readonly Gap[]): Readonly<Record<string, readonly string[]>> {
  const reasons: Record<string, readonly string[]> = {}
  for (const { at, because } of gaps) {
    const file = at.split('!')[0] ?? at
    reasons[file] = [...new Set([...(reasons[file] ?? []), because])].toSorted()
  }
  return reasons
}

describe('a tree that wants to end the scan', () => {
  beforeAll(() => {
    put('tree/a-quine.zip', zipQuine())
    put('tree/b-overlapping.zip', overlapping(50_000, Buffer.alloc(2 ** 20)))
    put('tree/c-nested.zip', sixteenfold(6))
    put(
      'tree/d-depth.gz',
      Array.from({ length: 200 }).reduce<Buffer>((inner) => gzipSync(inner), vulnerableJar()),
    )
    put('tree/e-cut.class', Object.values(vulnerableClasses)[0]?.subarray(0, 100) ?? '')
    put('tree/f-paths.tar', tarOf([{ name: '../../../../etc/up.jar', content: vulnerableJar() }]))
    put('tree/g-nul.zip', zipOf([{ name: 'a\0b.jar', content: vulnerableJar() }]))
    put('tree/h-latin1.zip', zipOf([{ name: Uint8Array.of(0xe9, 0x2e, 0x6a, 0x61, 0x72), content: vulnerableJar() }]))
    put('tree/z-last.jar', vulnerableJar())
    execFileSync('mkfifo', [join(folder, 'tree/i-pipe.jar')])
  })

  test('ends with what can be found, and a gap for each that stopped it', async () => {
    expect(await scan('tree')).toEqual({
      code: 1,
      found: [
        'tree/f-paths.tar!../../../../etc/up.jar',
        'tree/g-nul.zip!a\0b.jar',
        'tree/h-latin1.zip!é.jar',
        'tree/z-last.jar',
      ],
      // Zeros that are called a zip, of which the bombs are full, are told as well.
      gaps: {
        'tree/a-quine.zip': ['holds-itself'],
        'tree/b-overlapping.zip': ['malformed', 'too-large'],
        'tree/c-nested.zip': ['malformed', 'too-large'],
        'tree/d-depth.gz': ['too-deep'],
      },
    })
  }, 180_000)

  test('with nothing in it to find ends with 2', async () => {
    expect(await scan('tree/a-quine.zip')).toMatchObject({ code: 2, found: [] })
  })

  test('a pipe that is named is refused, and not waited for', async () => {
    const { code, stderr } = await fireline(['scan', 'tree/i-pipe.jar'], { cwd: folder })

    expect(code).toBe(3)
    expect(stderr).toContain('neither a file nor a folder')
  })
})

test('files that change, shrink and vanish all the time end nothing', async () => {
  const jar = vulnerableJar({ comment: 'c'.repeat(60_000) })
  for (let i = 0; i < 300; i++) put(`moving/${i}/a.jar`, jar)
  put('moving/still.jar', jar)
  const script =
    'while :; do for d in moving/*/; do : > $d/a.jar; rm -rf $d; mkdir -p $d; cp moving/still.jar $d/a.jar; done; done'
  let stop = (): void => undefined
  const { code, stdout } = await fireline(['scan', 'moving', '--format', 'json'], {
    cwd: folder,
    onStart() {
      // In a group of its own, so that all it started ends with it.
      const pid = execFileSync('sh', ['-c', `setsid sh -c '${script}' >/dev/null 2>&1 & echo $!`], { cwd: folder })
      stop = () => void process.kill(-Number(pid.toString()), 'SIGKILL')
    },
  })
  stop()
  const { complete, findings, gaps } = JSON.parse(stdout) as {
    complete: boolean
    findings: ComponentFinding[]
    gaps: Gap[]
  }

  expect({ code, complete }).toEqual({ code: 1, complete: true })
  expect(findings.map(({ at }) => at.path)).toContain('moving/still.jar')
  expect(gaps.filter(({ detail }) => detail.includes('unexpected'))).toEqual([])
}, 60_000)
