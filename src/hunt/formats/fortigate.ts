import type { Outgoing } from '../outgoing.ts'
import { readTime } from '../time/read-time.ts'
import { Row } from './columns.ts'
import type { LogFormat, RecordField } from './format.ts'
import { ipProtocol } from './ip-protocol.ts'
import { nameAsked } from './name-asked.ts'

const mostPairs = 256

/** Logs of FortiGate: names and values, those with blanks in quotes; of traffic, web filter, DNS and every other kind. */
export const fortigate: LogFormat = {
  id: 'fortigate',
  summary: 'logs of FortiGate: traffic, web filter and DNS, by the names of their values',
  definedBy: 'https://docs.fortinet.com/document/fortigate/7.4.0/fortios-log-message-reference/524940/introduction',
  witnesses: [' dstip='],
  examples: {
    reads: [
      {
        record:
          '<189>date=2021-12-10 time=13:43:12 devname="fw1" devid="FG100F" eventtime=1639140192123456789 tz="+0100" logid="0000000013" type="traffic" subtype="forward" level="notice" vd="root" srcip=10.0.0.5 srcport=40000 srcintf="lan" dstip=203.0.113.66 dstport=1389 dstintf="wan1" proto=6 action="accept" service="LDAP"',
        when: '2021-12-10T12:43:12.123Z',
        from: '10.0.0.5',
        saw: { is: 'connection', to: '203.0.113.66', name: null, port: 1389, by: '10.0.0.5', protocol: 'tcp' },
      },
      {
        record:
          'date=2021-12-10 time=12:43:12 logid="1501054802" type="utm" subtype="dns" eventtype="dns-response" level="notice" srcip=10.0.0.5 srcport=40000 dstip=10.0.0.53 dstport=53 proto=17 qname="x.evil.example" qtype="A" ipaddr="203.0.113.66, 203.0.113.67"',
        when: '2021-12-10T12:43:12Z',
        from: '10.0.0.5',
        saw: {
          is: 'dns-query',
          name: 'x.evil.example',
          by: '10.0.0.5',
          answers: ['203.0.113.66', '203.0.113.67'],
        },
      },
      {
        record:
          'date=2021-12-10 time=12:43:12 logid="0316013056" type="utm" subtype="webfilter" level="warning" srcip=10.0.0.5 srcport=40000 dstip=203.0.113.66 dstport=8080 proto=6 hostname="x.evil.example" url="/Exploit.class" agent="Java/1.8.0_181" direction="outgoing"',
        when: '2021-12-10T12:43:12Z',
        from: '10.0.0.5',
        request: '/Exploit.class',
        userAgent: 'Java/1.8.0_181',
        saw: {
          is: 'connection',
          to: '203.0.113.66',
          name: 'x.evil.example',
          port: 8080,
          by: '10.0.0.5',
          protocol: 'tcp',
          asked: '/Exploit.class',
        },
      },
    ],
    refuses: ['date=2021-12-10 time=12:43:12 level="notice"', 'logid="1" type="traffic"'],
  },
  read({ text }, { around }) {
    if (!/^(?:<\d{1,3}>)?date=\d{4}-\d\d-\d\d time=\d\d:\d\d:\d\d /.test(text) || !/ logid="?\d/.test(text)) return null
    const pairs = pairsOf(text)
    const row = new Row(
      pairs.map(({ name }) => name ?? ''),
      pairs.map(({ value }) => value),
    )
    const from = row.value('srcip')
    const saw = sawOf(row, from)
    const event = row.value('eventtime')
    return {
      when: readTime(event ?? `${row.value('date') ?? ''} ${row.value('time') ?? ''}${row.value('tz') ?? ''}`, around),
      from,
      request: row.value('url'),
      userAgent: row.value('agent'),
      ...(saw === null ? {} : { saw }),
      fields: pairs,
    }
  },
}

function sawOf(row: Row, by: string | null): Outgoing | null {
  const asked = row.value('qname')
  if (asked !== null) {
    const answers = (row.value('ipaddr') ?? '').split(/, ?/).filter((address) => /^[\da-fA-F:.]{2,45}$/.test(address))
    return { is: 'dns-query', name: nameAsked(asked), by, ...(answers.length === 0 ? {} : { answers }) }
  }
  const to = row.value('dstip')
  if (to === null) return null
  const url = row.value('url')
  // `service` is a name of the port, and says nothing of what was spoken.
  const protocol = ipProtocol(row.value('proto'))
  const name = row.value('hostname')
  return {
    is: 'connection',
    to,
    name,
    port: row.port('dstport'),
    by,
    protocol,
    ...(url === null ? {} : { asked: url }),
  }
}

/** `name=value`, `name="a value"`; a quote in a value is written as `\"`. */
function pairsOf(text: string): readonly RecordField[] {
  const pairs: RecordField[] = []
  const pair = /([\w.-]{1,64})=(?:"((?:[^"\\]|\\.){0,65536})"?|(\S{0,65536}))/gs
  for (let match = pair.exec(text); match !== null && pairs.length < mostPairs; match = pair.exec(text)) {
    const [whole, name = '', quoted, bare] = match
    pairs.push({ name, value: quoted ?? bare ?? '' })
    if (whole === '') break
  }
  return pairs
}
