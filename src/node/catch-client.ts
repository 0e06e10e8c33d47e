import { readFileSync } from 'node:fs'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { type Interaction, problem } from '../core/index.ts'
import type { CallbackAddress, Callbacks } from '../probe/index.ts'
import { decodeInteraction } from './listener/interaction-journal.ts'

export const catchUnreachable = problem('CATCH_UNREACHABLE', (url: string, why: string) => ({
  message: `the listener's API at ${url} cannot be used: ${why}`,
  hint: 'Check the address, the key (--catch-key-file) and, for a certificate of your own, --catch-ca.',
}))

export interface CatchClientOptions {
  /** `https://host:port` of the admin API; `http://` only for loopback. */
  readonly url: string
  readonly apiKey: string
  /** PEM file of the authority that signed the API's certificate, which is always checked; `null`: the system's. */
  readonly caFile: string | null
  /** Told of a lost connection and of a clock that differs. */
  readonly tell: (text: string) => void
}

export interface RemoteCallbacks extends Callbacks {
  readonly where: CallbackAddress
  close(): void
}

/** Clocks that differ by more make delays and orders of events hard to read. */
const tolerableSkewMs = 5_000
const retryMs = 1_000
const pollSeconds = 20
const largestAnswer = 64 << 20

/**
 * Connects to a running `fireline catch`. Interactions of the scan are polled by their number in the listener's
 * journal, so a lost connection loses none. Throws CATCH_UNREACHABLE if it cannot be reached at the start.
 */
export async function connectCatch(options: CatchClientOptions, scan: () => number): Promise<RemoteCallbacks> {
  const base = new URL(options.url)
  const loopback = /^(127\.|localhost$|\[::1\]$)/.test(base.hostname)
  if (base.protocol !== 'https:' && !(base.protocol === 'http:' && loopback)) {
    throw catchUnreachable(options.url, 'it is not https, and the key would be sent in clear')
  }
  const ca = options.caFile === null ? undefined : readFileSync(options.caFile, 'utf8')
  const stop = new AbortController()
  const get = (path: string): Promise<string> => fetchText(new URL(path, base), options.apiKey, ca, stop.signal)
  let where: CallbackAddress
  try {
    where = readWhere(await get('/api/v1/listener'), options.tell)
  } catch (error) {
    throw catchUnreachable(options.url, error instanceof Error ? error.message : String(error))
  }
  const poll = async (hear: (interaction: Interaction) => void): Promise<void> => {
    const isStopped = (): boolean => stop.signal.aborted
    let after = 0
    let silent = false
    while (!isStopped()) {
      try {
        const text = await get(`/api/v1/interactions?scan=${scan()}&after=${after}&wait=${pollSeconds}`)
        silent = false
        for (const line of text.split('\n')) {
          const interaction = decodeInteraction(line)
          if (interaction !== null) hear(interaction)
          else after = Math.max(after, afterIn(line))
        }
      } catch (error) {
        if (isStopped()) return
        if (!silent)
          options.tell(`the listener at ${options.url} does not answer (${messageOf(error)}); asking again\n`)
        silent = true
        await new Promise((resolve) => setTimeout(resolve, retryMs))
      }
    }
  }
  return {
    where,
    subscribe: (hear) => void poll(hear),
    addressFor: () => Promise.resolve(where),
    close: () => stop.abort(),
  }
}

function readWhere(text: string, tell: (text: string) => void): CallbackAddress {
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null) throw new Error('its answer is not an object')
  const { zone, address, dns, tcp, now } = value as Readonly<Record<string, unknown>> // each is checked below
  const dnsPort = portOf(dns)
  const tcpPort = portOf(tcp)
  if (typeof address !== 'string') throw new Error('it was started without --public-address')
  if (dnsPort === null || tcpPort === null || (zone !== null && typeof zone !== 'string'))
    throw new Error('its answer is not understood')
  const skew = typeof now === 'number' ? now - Date.now() : 0
  if (Math.abs(skew) > tolerableSkewMs) {
    tell(
      `the listener's clock differs from this machine's by ${Math.round(skew / 1_000)} s: delays in the report are off by that\n`,
    )
  }
  return { zone, address, dnsPort, tcpPort }
}

function portOf(list: unknown): number | null {
  const first: unknown = Array.isArray(list) ? list[0] : null
  if (typeof first !== 'object' || first === null || !('port' in first)) return null
  return typeof first.port === 'number' ? first.port : null
}

function afterIn(line: string): number {
  const [, digits = '0'] = /^\{"after":(\d+)\}$/.exec(line) ?? []
  return Number(digits)
}

function fetchText(url: URL, apiKey: string, ca: string | undefined, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    const headers = { authorization: `Bearer ${apiKey}` }
    const request = send(
      url,
      { headers, signal, timeout: (pollSeconds + 15) * 1_000, ...(ca === undefined ? {} : { ca }) },
      (response) => {
        const chunks: Buffer[] = []
        let size = 0
        response.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size > largestAnswer) request.destroy(new Error('its answer is too large'))
          else chunks.push(chunk)
        })
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          if (response.statusCode === 200) resolve(text)
          else reject(new Error(`status ${response.statusCode ?? 0}: ${text.trim().slice(0, 200)}`))
        })
      },
    )
    request.on('timeout', () => request.destroy(new Error('no answer in time')))
    request.on('error', reject)
    request.end()
  })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
