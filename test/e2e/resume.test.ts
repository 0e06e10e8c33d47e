import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openToken } from '../../src/core/index.ts'
import { reopenProbeJournal, sealWith } from '../../src/node/index.ts'
import { chance } from '../kit/chance.ts'
import { type Ended, fireline } from '../kit/fireline.ts'
import { startVulnerableService, type VulnerableService } from '../kit/vulnerable-service.ts'

const folder = mkdtempSync(join(tmpdir(), 'fireline-resume-'))
afterAll(() => rmSync(folder, { recursive: true }))

const seal = sealWith(Buffer.from('07'.repeat(32), 'hex'))
const kills = 20

/** What a report says that does not depend on when it was made. */
function essence({ stdout, code }: Ended): unknown {
  const { findings, gaps, complete } = JSON.parse(stdout) as {
    findings: { id: string; proof: string; band: string; at: object }[]
    gaps: { at: string; because: string }[]
    complete: boolean
  }
  const sorted = findings
    .map(({ id, proof, band, at }) => ({ id, proof, band, at }))
    .sort((a, b) => a.id.localeCompare(b.id))
  return { findings: sorted, gaps: gaps.map(({ at, because }) => `${at} ${because}`).sort(), complete, code }
}

/** The first payload of a request, by which it can be told from every other: target, slot, intent. */
function keyOf({ url, headers }: VulnerableService['received'][number]): string {
  for (const [text] of `${url} ${headers.join(' ')}`.matchAll(/[a-z2-7]{20}/g)) {
    const id = openToken(text, seal)
    if (id !== null) return `${id.target}.${id.slot}.${id.intent}`
  }
  throw new Error('a request without a token')
}

/** The names of the requests of each target that the journal holds an answer to, in order. */
async function answeredIn(path: string, targets: number): Promise<readonly (readonly string[])[]> {
  if (!existsSync(path)) return []
  const file = reopenProbeJournal(path)
  const names = Array.from({ length: targets }, (_, i) => [...(file.recall(i)?.answers.keys() ?? [])])
  await file.close()
  return names
}

test(`killed with -9 at ${kills} moments, the scan goes on to the same result and asks nothing twice that was answered`, {
  timeout: 180_000,
}, async () => {
  const logged = [['x-api-version'], ['user-agent', 'referer'], []]
  const services = await Promise.all(logged.map((names) => startVulnerableService(names)))
  const urls = services.map(({ url }) => url)
  const options = ['--points', 'header,query', '--wait', '0.5', '--format', 'json', '--callback-address', '127.0.0.1']
  const run = (args: readonly string[], killAfterMs: number | null): Promise<Ended> =>
    fireline(['probe', ...urls, ...options, ...args], {
      onStart: (child) => killAfterMs !== null && setTimeout(() => child.kill('SIGKILL'), killAfterMs),
    })

  // Undisturbed and one request at a time, so that the order of requests is the order of answers.
  const whole = await run(['--per-host', '1', '--journal', join(folder, 'whole')], null)
  const names = new Map<string, string>()
  for (const [i, answered] of (await answeredIn(join(folder, 'whole'), urls.length)).entries()) {
    for (const [k, name] of answered.entries()) names.set(keyOf(services[i]!.received[k]!), name)
  }

  const journal = join(folder, 'killed')
  const random = chance(44_228)
  const askedAgain: string[] = []
  let ended: Ended | null = null
  for (let round = 0; round <= kills; round++) {
    const answered = await answeredIn(journal, urls.length)
    for (const service of services) service.received.length = 0
    const last = round === kills
    // Some kills come before the first packet, some in the middle, some while it listens.
    ended = await run(
      existsSync(journal) ? ['--resume', journal] : ['--journal', journal],
      last ? null : 120 + random.below(700),
    )
    for (const [i, { received }] of services.entries()) {
      for (const request of received) {
        const name = names.get(keyOf(request))
        if (name === undefined || answered[i]?.includes(name) === true) askedAgain.push(`${i} ${name ?? 'unknown'}`)
      }
    }
  }

  expect(ended?.stderr).not.toContain('fireline:')
  expect(askedAgain).toEqual([])
  expect(ended === null ? null : essence(ended)).toEqual(essence(whole))
  expect(whole.code).toBe(1)
})
