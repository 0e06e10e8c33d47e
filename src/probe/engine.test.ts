import { createHash, createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Behaviour, webDouble } from '../../test/kit/log4j-double.ts'
import { type Clock, type ExposureFinding, type Gap, instantOfEpoch, millis, type Seal } from '../core/index.ts'
import type { LookupForm } from '../lookup/index.ts'
import { forms } from '../lookup/index.ts'
import { type ProbeInput, probe } from './engine.ts'
import type { ProbeJournal, ProbeRecord, RecordedTarget } from './journal.ts'
import type { InjectionPoint } from './point.ts'
import type { ProbeContext } from './probe-context.ts'
import type { ScanPlan } from './scan-plan.ts'

const seal: Seal = (text) => createHmac('sha256', 'a key of the test').update(text).digest()

/** Time passes only by sleeping, so a test never waits. */
function testClock(): Clock {
  let now = 1_000
  return {
    now: () => instantOfEpoch(now),
    async sleep(span) {
      await new Promise((resolve) => setImmediate(resolve))
      now += span
    },
  }
}

const names = ['User-Agent', 'X-Api-Version', 'Upgrade', 'Referer']
const headers: InjectionPoint = {
  id: 'header',
  summary: 'four headers that share a request',
  profile: 'quick',
  places: () =>
    names.map((name) => ({
      point: { kind: 'header', name },
      shape: 'get',
      fill: (request, payload) => ({ ...request, headers: [...request.headers, [name, payload] as const] }),
    })),
}

function form(id: string): LookupForm {
  const found = forms.find((known) => known.id === id)
  if (found === undefined) throw new Error(`no form ${id}`)
  return found
}

const plan: ScanPlan = {
  places: { profile: 'quick', headerNames: null },
  points: [headers],
  first: [{ form: form('plain'), scheme: 'dns', intent: 'prove' }],
  confirm: [{ form: form('universal'), scheme: 'ldap', intent: 'confirm' }],
  maxRequests: null,
  retries: 1,
  waitMs: millis(5_000),
  maxRedirects: 0,
}

/** Keeps records in memory, and can be handed to a second run as after a kill. */
function memoryJournal(records: ProbeRecord[] = []): ProbeJournal & { records: ProbeRecord[] } {
  return {
    records,
    append: (record) => void records.push(record),
    recall(target): RecordedTarget | null {
      const own = records.filter((record) => record.t !== 'scan' && record.i === target)
      const start = own.find((record) => record.t === 'target')
      if (start === undefined) return null
      const done = own.at(-1)
      return {
        url: start.url,
        answers: new Map(own.flatMap((r) => (r.t === 'answer' ? [[r.request, r.outcome] as const] : []))),
        callbacks: own.flatMap((r) => (r.t === 'callback' ? [r.interaction] : [])),
        result: done?.t === 'done' ? done.result : null,
      }
    },
  }
}

async function* list(...hosts: string[]): AsyncGenerator<ProbeInput> {
  for (const [index, host] of hosts.entries()) yield await Promise.resolve({ index, url: `http://${host}/` })
}

async function scan(
  services: Readonly<Record<string, Behaviour>>,
  changes: Partial<ScanPlan> = {},
  journal: ProbeJournal = memoryJournal(),
) {
  const double = webDouble(seal, services)
  const findings: ExposureFinding[] = []
  const gaps: Gap[] = []
  const context: ProbeContext = {
    plan: { ...plan, ...changes },
    scan: 7,
    seal,
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    web: double.web,
    callbacks: double.callbacks,
    clock: testClock(),
    journal,
    pace: { run: (_host, work) => work() },
    signal: new AbortController().signal,
    open: (url) => ({
      url,
      destination: { secure: false, host: new URL(url).hostname, port: 80 },
      base: { method: 'GET', target: new URL(url).pathname, headers: [], body: null },
    }),
    count: () => undefined,
  }
  const sink = {
    finding: (finding: ExposureFinding) => Promise.resolve(void findings.push(finding)),
    gap: (gap: Gap) => Promise.resolve(void gaps.push(gap)),
  }
  const outcome = await probe(list(...Object.keys(services)), context, sink, 10)
  return { findings, gaps, outcome, sent: double.sent, places: findings.map(({ at }) => at.point.name) }
}

test('a service that logs one header is proven on that header, confirmed once, and its band is told', async () => {
  const { findings, gaps, sent, outcome } = await scan({ shop: { logs: ['x-api-version'] } })

  expect(findings).toMatchObject([
    { at: { url: 'http://shop/', point: { kind: 'header', name: 'X-Api-Version' } }, proof: 'looked-up', band: 'C' },
  ])
  expect(gaps).toEqual([])
  expect(sent).toHaveLength(2)
  expect(outcome.tally).toMatchObject({ requests: 2, targetsProven: 1, pointsDelivered: 4, pointsProven: 1 })
})

test('every place that is logged is found, each by its own token, and only the first is confirmed', async () => {
  const { findings, places, sent } = await scan({ shop: { logs: ['user-agent', 'referer'] } })

  expect(places).toEqual(['User-Agent', 'Referer'])
  expect(findings.map(({ proof }) => proof)).toEqual(['looked-up', 'direct-query'])
  expect(sent).toHaveLength(2)
})

test('a service that calls nobody is unknown: no finding, no gap, and never called safe', async () => {
  const { findings, gaps, outcome } = await scan({ shop: {} })

  expect([findings, gaps]).toEqual([[], []])
  expect(outcome.tally).toMatchObject({ targetsUnknown: 1, targetsProven: 0, pointsDelivered: 4 })
})

test('without a way out for LDAP the proof stays with the DNS query, and the band is not told', async () => {
  const { findings } = await scan({ shop: { logs: ['referer'], egress: ['dns'] } })

  expect(findings).toMatchObject([{ proof: 'direct-query', band: null, egress: ['udp/5353 dns'] }])
})

test('a header that the server refuses is found out by halves; the others are delivered and proven', async () => {
  const status = (head: string): number => (head.includes('Upgrade:') ? 400 : 200)
  const { gaps, places, outcome } = await scan({ jetty: { status, logs: ['referer'] } })

  expect(places).toEqual(['Referer'])
  expect(gaps).toMatchObject([{ at: 'http://jetty/ [header Upgrade]', because: 'rejected' }])
  expect(outcome.tally).toMatchObject({ pointsDelivered: 3, pointsNotDelivered: 1 })
})

test('a payload that something in front refuses, while a plain request passes, is blocked, not delivered', async () => {
  const status = (head: string): number => (head.includes('jndi') ? 403 : 200)
  const { gaps, outcome } = await scan({ shop: { status } })

  expect(gaps).toEqual([{ at: 'http://shop/', because: 'blocked', detail: 'status 403, and 200 without a payload' }])
  expect(outcome.tally.targetsUnknown).toBe(0)
})

test('an application that says 403 to everyone was delivered to', async () => {
  const { gaps, outcome } = await scan({ shop: { status: () => 403 } })

  expect(gaps).toEqual([])
  expect(outcome.tally.targetsUnknown).toBe(1)
})

test('a host that cannot be reached is one gap and one request, and the rest of the scan goes on', async () => {
  const { gaps, places, sent, outcome } = await scan({ dead: { fails: 'unreachable' }, shop: { logs: ['referer'] } })

  expect(gaps).toMatchObject([{ at: 'http://dead/', because: 'unreachable' }])
  expect(places).toEqual(['Referer'])
  expect(sent.filter(({ host }) => host === 'dead')).toHaveLength(1)
  expect(outcome.tally.targetsNotReached).toBe(1)
})

test('a broken connection is tried again as often as asked, then a gap', async () => {
  const { gaps, sent } = await scan({ shop: { fails: 'connection-lost' } }, { retries: 2 })

  expect(sent).toHaveLength(3)
  expect(gaps).toMatchObject([{ because: 'connection-lost' }])
})

test('the budget of a profile is kept, and what it leaves out is a gap', async () => {
  const { gaps, sent } = await scan({ jetty: { status: () => 400 } }, { maxRequests: 3 })

  expect(sent).toHaveLength(3)
  expect(gaps.map(({ because }) => because)).toContain('not-attempted')
})

test('a redirect is followed as often as asked, and places of the new URL are told by that URL', async () => {
  const services = { old: { status: () => 302, location: '/new', logs: ['referer'] } }

  expect((await scan(services)).findings.map(({ at }) => at.url)).toEqual(['http://old/'])
  expect((await scan(services, { maxRedirects: 3 })).findings.map(({ at }) => at.url)).toEqual([
    'http://old/',
    'http://old/new',
  ])
})

test('after a kill at any record, the scan goes on to the same result and asks nothing twice that was answered', async () => {
  const services = { shop: { logs: ['x-api-version', 'referer'] }, quiet: {}, dead: { fails: 'unreachable' as const } }
  const journal = memoryJournal()
  const whole = await scan(services, {}, journal)
  const essence = ({ findings, gaps, outcome }: Awaited<ReturnType<typeof scan>>) => ({
    findings: findings.map(({ id, proof, band }) => ({ id, proof, band })).sort((a, b) => a.id.localeCompare(b.id)),
    gaps,
    tally: { ...outcome.tally, callbacks: 0 },
  })

  for (let killedAt = 0; killedAt <= journal.records.length; killedAt++) {
    const before = journal.records.slice(0, killedAt)
    const answered = before.filter(({ t }) => t === 'answer').length
    const resumed = await scan(services, {}, memoryJournal(before))

    expect(essence(resumed)).toEqual(essence(whole))
    expect(resumed.sent.length + answered).toBe(whole.sent.length)
  }
})
