import { admit, type Clock, type Gap, refuseAddress, type Scope, seconds, showInstant } from '../../core/index.ts'
import {
  appendAudit,
  defaultWebLimits,
  type OpenWeb,
  openWeb,
  readProxyUrl,
  readTextFile,
  type WebOptions,
} from '../../node/index.ts'
import { baseRequest, destinationOf, type HttpRequest, headersOf, type Opened } from '../../probe/index.ts'
import { flagOption, listOption, numberOption, optionInvalid, type RawOptions, textOption } from '../options.ts'

/** The client that sends, from the options. */
export function webOf(options: RawOptions, scope: Scope, clock: Clock): OpenWeb {
  const timeoutMs = seconds(numberOption(options, 'timeout', { min: 0.1, max: 600, unit: 'seconds' }))
  const cert = textOption(options, 'client-cert')
  const key = textOption(options, 'client-key') ?? cert
  return openWeb({
    ...defaultWebLimits,
    concurrency: numberOption(options, 'concurrency', { min: 1, max: 10_000, unit: 'requests' }),
    connectTimeoutMs: timeoutMs,
    answerTimeoutMs: timeoutMs,
    strictTls: flagOption(options, 'strict-tls'),
    clientCertificate: cert === null || key === null ? null : { cert: readTextFile(cert), key: readTextFile(key) },
    proxy: proxyOf(textOption(options, 'proxy')),
    admit: ({ host }, address) => refuseAddress(host, address, scope),
    clock,
  })
}

function proxyOf(text: string | null): WebOptions['proxy'] {
  if (text === null) return null
  const proxy = readProxyUrl(text)
  if (proxy === null) throw optionInvalid('proxy', text, 'an http:// URL')
  return proxy
}

/** The header fields of every request, from the options. */
export function requestHeaders(options: RawOptions, version: string): HttpRequest['headers'] {
  return headersOf({
    userAgent: `fireline/${version}`,
    headers: listOption(options, 'header', null),
    cookies: listOption(options, 'cookie', null),
    user: textOption(options, 'user'),
    contact: textOption(options, 'contact'),
  })
}

/** The first gate: a URL becomes a target, with a line in the audit log, or a gap. */
export function opener(
  scope: Scope,
  headers: HttpRequest['headers'],
  audit: string | null,
  scan: number,
  clock: Clock,
): (url: string) => Opened {
  const grantedBy =
    scope.is === 'granted'
      ? scope.by.grantedBy
      : scope.is === 'confirmed'
        ? scope.by
        : 'nobody needed: private addresses only'
  return (url) => {
    const now = clock.now()
    const admitted = admit(url, scope, now)
    const refused = 'refusal' in admitted
    if (audit !== null) {
      const line = { at: showInstant(now), scan, url, grantedBy, ...(refused ? { refused: admitted.refusal } : {}) }
      appendAudit(audit, JSON.stringify(line))
    }
    if (refused) {
      const gap: Gap = { at: url, because: 'out-of-scope', detail: admitted.refusal }
      return { gap }
    }
    return {
      url: admitted.target,
      destination: destinationOf(admitted.target),
      base: baseRequest(admitted.target, headers),
    }
  }
}
