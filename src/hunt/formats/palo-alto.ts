import type { Outgoing } from '../outgoing.ts'
import { readTime } from '../time/read-time.ts'
import { Row } from './columns.ts'
import { commaSeparated } from './comma-separated.ts'
import { type LogFormat, sayingNothing } from './format.ts'
import { nameAsked } from './name-asked.ts'

/** Columns of both kinds, from the first on; further ones are of no use here. `misc` is of THREAT alone: a URL, a name. */
const columns =
  'version received serial type subtype config generated source destination natSource natDestination rule sourceUser destinationUser application system sourceZone destinationZone ingress egress profile future session repeat sourcePort destinationPort natSourcePort natDestinationPort flags protocol action misc'.split(
    ' ',
  )

/** Traffic and threats as firewalls of Palo Alto Networks send them: commas, texts in quotes. */
export const paloAlto: LogFormat = {
  id: 'palo-alto',
  summary: 'traffic and threats of Palo Alto Networks: who connected where, by which application, for which URL',
  definedBy:
    'https://docs.paloaltonetworks.com/ngfw/administration/monitoring/use-syslog-for-monitoring/syslog-field-descriptions/traffic-log-fields',
  witnesses: [',TRAFFIC,', ',THREAT,'],
  examples: {
    reads: [
      {
        record:
          '<14>Dec 10 12:43:13 PA-220 1,2021/12/10 12:43:13,012801096514,TRAFFIC,end,2305,2021/12/10 12:43:12,10.0.0.5,203.0.113.66,198.51.100.2,203.0.113.66,out,,,ldap,vsys1,trust,untrust,ethernet1/2,ethernet1/1,fwd,2021/12/10 12:43:13,4711,1,40000,1389,40000,1389,0x400019,tcp,allow,1200,600,600,12',
        when: '2021-12-10T12:43:12Z',
        from: '10.0.0.5',
        saw: { is: 'connection', to: '203.0.113.66', name: null, port: 1389, by: '10.0.0.5', protocol: 'ldap' },
      },
      {
        record:
          '1,2021/12/10 12:43:13,012801096514,THREAT,url,2305,2021/12/10 12:43:12,10.0.0.5,203.0.113.66,198.51.100.2,203.0.113.66,out,,,web-browsing,vsys1,trust,untrust,ethernet1/2,ethernet1/1,fwd,2021/12/10 12:43:13,4711,1,40000,8080,40000,8080,0x400019,tcp,alert,"x.evil.example:8080/Exploit.class",(9999),unknown',
        when: '2021-12-10T12:43:12Z',
        from: '10.0.0.5',
        request: 'x.evil.example:8080/Exploit.class',
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
      {
        record:
          '1,2021/12/10 12:43:13,012801096514,THREAT,spyware,2305,2021/12/10 12:43:12,10.0.0.5,10.0.0.53,0.0.0.0,0.0.0.0,out,,,dns,vsys1,trust,trust,ethernet1/2,ethernet1/2,fwd,2021/12/10 12:43:13,4711,1,40000,53,0,0,0x80000000,udp,sinkhole,"Suspicious DNS Query (generic:x.evil.example)",(109000001),any',
        when: '2021-12-10T12:43:12Z',
        from: '10.0.0.5',
        request: 'Suspicious DNS Query (generic:x.evil.example)',
        saw: { is: 'dns-query', name: 'x.evil.example', by: '10.0.0.5' },
      },
    ],
    refuses: [
      '1,2021/12/10 12:43:13,0128,SYSTEM,general,0,2021/12/10 12:43:13,,general,,0,0,general,informational,"x"',
    ],
  },
  read({ text }, { around }) {
    const start = /(?:^|[ >])1,\d{4}[/-]\d\d[/-]\d\d[ T]\d\d:\d\d:\d\d[\d.Z]{0,8},[^,]{0,64},(?:TRAFFIC|THREAT),/.exec(
      text.slice(0, mostHeader),
    )
    if (start === null) return null
    const record = text.slice(start.index).replace(/^[ >]/, '')
    const row = new Row(columns, commaSeparated(record, columns.length), [''])
    const from = row.value('source')
    const misc = row.value('type') === 'THREAT' ? row.value('misc') : null
    return {
      ...sayingNothing,
      when: readTime(row.value('generated') ?? '', around),
      from,
      request: misc,
      ...sawOf(row, from, misc),
      fields: [{ name: null, value: record }],
    }
  },
}

const mostHeader = 512

function sawOf(row: Row, by: string | null, misc: string | null): { readonly saw?: Outgoing } {
  const [, asked] = /^Suspicious DNS Query \([^:)]{0,64}:([\w.-]{1,253})\)/.exec(misc ?? '') ?? []
  if (asked !== undefined) return { saw: { is: 'dns-query', name: nameAsked(asked), by } }
  const to = row.value('destination')
  if (to === null || !/^[\da-fA-F:.]{2,45}$/.test(to)) return {}
  const [, name, path] = /^([\w.-]{1,253})(?::\d{1,5})?(\/.{0,2048})?$/s.exec(misc ?? '') ?? []
  // What was spoken is known by what was sent, whatever the port.
  const application = row.value('application')
  const protocol = application === 'ldap' || application === 'rmi' ? application : row.value('protocol')
  return {
    saw: {
      is: 'connection',
      to,
      name: row.value('subtype') === 'url' ? (name ?? null) : null,
      port: row.port('destinationPort'),
      by,
      protocol: protocol?.toLowerCase() ?? null,
      ...(path === undefined ? {} : { asked: path }),
    },
  }
}
