import { linkSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type ComponentFinding, type FindingId, instantOfEpoch } from '../../core/index.ts'
import type { Jvm, JvmPart } from './jvm.ts'
import { jvmTargets, withProcesses } from './jvm-targets.ts'

const folder = mkdtempSync(join(tmpdir(), 'fireline-jvm-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const jar = join(folder, 'a.jar')
writeFileSync(jar, 'PK')
linkSync(jar, join(folder, 'b.jar'))

const part: JvmPart = { path: jar, readFrom: jar, kind: 'file', state: 'on-disk', via: 'fd' }
const jvm = (pid: number, parts: readonly JvmPart[], properties: Record<string, string> = {}): Jvm => ({
  pid,
  launch: { runs: 'app.jar', classPath: [], agents: [], properties, environment: {} },
  parts,
  uid: 1000,
  startedAt: instantOfEpoch(0),
  isElsewhere: false,
})

test('a jar of several JVMs is one target with a word from each, under whichever name', () => {
  const targets = jvmTargets([jvm(1, [part]), jvm(2, [{ ...part, readFrom: join(folder, 'b.jar') }])])

  expect(targets).toHaveLength(1)
  expect(targets[0]?.evidence.map(({ pid }) => pid)).toEqual([1, 2])
  expect(targets[0]?.evidence[0]?.says).toBe(
    'it has it open; it runs app.jar since 1970-01-01T00:00:00.000Z as user 1000',
  )
})

test('a switch counts for a file if every JVM that uses it has it, and each says its own', () => {
  const set = { 'log4j2.formatMsgNoLookups': 'true', 'java.rmi.server.hostname': 'secret' }

  const [one, ...others] = jvmTargets([jvm(1, [part]), jvm(2, [part], set)])
  const [both] = jvmTargets([jvm(1, [part], set), jvm(2, [part], { ...set, 'java.rmi.server.hostname': 'x' })])

  expect(others).toEqual([])
  expect(one?.launch.properties).toEqual({})
  expect(one?.evidence.map(({ says }) => says.includes(' with -Dlog4j2.formatMsgNoLookups=true'))).toEqual([
    false,
    true,
  ])
  expect(one?.evidence[1]?.says).not.toContain('secret')
  expect(both?.launch.properties).toEqual({ 'log4j2.formatMsgNoLookups': 'true' })
})

test('what was replaced on disk is a target of its own, and its process is to be restarted', () => {
  const [target] = jvmTargets([jvm(7, [{ ...part, path: '/srv/a.jar', state: 'replaced' }])])
  const finding: ComponentFinding = {
    schema: 'fireline.finding/1',
    id: 'f-1' as FindingId,
    kind: 'component',
    at: { path: '/srv/a.jar' },
    component: {
      product: 'log4j-core',
      purl: 'pkg:maven/org.apache.logging.log4j/log4j-core',
      version: null,
      versionRange: null,
      identifiedBy: ['class-bytes'],
      mitigations: [],
      packageRoot: null,
    },
    title: 'x',
    severity: 'critical',
    cves: [],
    evidence: [{ kind: 'metadata', path: 'x', says: 'x' }],
    by: 'scan',
    seenAt: instantOfEpoch(0),
    remedy: 'Update.',
  }

  expect(target).toMatchObject({ path: jar, shown: '/srv/a.jar (replaced)', relative: 'srv/a.jar' })
  expect(withProcesses(finding, target!)).toMatchObject({
    remedy: 'Restart process 7: what lies on disk now is not what runs. Update.',
    evidence: [{}, { kind: 'process', pid: 7, says: expect.stringContaining('replaced on disk') as string }],
  })
})

test('a file that is gone again is left out', () => {
  expect(jvmTargets([jvm(1, [{ ...part, readFrom: join(folder, 'gone.jar') }])])).toEqual([])
})
