import { readTime } from '../time/read-time.ts'
import { addressOf } from './address-of.ts'
import { type LogFormat, sayingNothing } from './format.ts'

/** The access log of Squid in its own form: `time elapsed client action/code size method URL user hierarchy/server type`. */
export const squid: LogFormat = {
  id: 'squid',
  summary: 'the access log of Squid in its own form: who went out to which host by the proxy',
  definedBy: 'https://wiki.squid-cache.org/Features/LogFormat#squid-native-accesslog-format-in-detail',
  witnesses: [' TCP_'],
  examples: {
    reads: [
      {
        record:
          '1639140193.416    512 10.0.0.5 TCP_TUNNEL/200 3950 CONNECT evil.example:443 - HIER_DIRECT/203.0.113.66 -',
        when: '2021-12-10T12:43:13.416Z',
        from: '10.0.0.5',
        request: 'CONNECT evil.example:443',
        saw: {
          is: 'connection',
          to: '203.0.113.66',
          name: 'evil.example',
          port: 443,
          by: '10.0.0.5',
          protocol: 'http',
          asked: 'evil.example:443',
        },
      },
      {
        record:
          '1639140193.416     12 10.0.0.5 TCP_MISS/404 350 GET http://203.0.113.66:8888/Exploit.class - HIER_DIRECT/203.0.113.66 text/html',
        when: '2021-12-10T12:43:13.416Z',
        from: '10.0.0.5',
        request: 'GET http://203.0.113.66:8888/Exploit.class',
        saw: {
          is: 'connection',
          to: '203.0.113.66',
          name: '203.0.113.66',
          port: 8888,
          by: '10.0.0.5',
          protocol: 'http',
          asked: 'http://203.0.113.66:8888/Exploit.class',
        },
      },
    ],
    refuses: ['1639140193.416 512 10.0.0.5 TCP_TUNNEL/200', '1639140193 hello'],
  },
  read({ text }, { around }) {
    const [, time = '', client = '', method = '', url, server = ''] =
      /^(\d{9,11}\.\d{3}) {1,12}-?\d{1,10} (\S{1,300}) [A-Z_]{3,40}\/\d{3} \d{1,15} ([A-Z]{1,20}) (\S{1,20000}) \S{1,300} [A-Z_]{3,40}\/(\S{1,300})/.exec(
        text,
      ) ?? []
    if (url === undefined) return null
    const [, scheme, host = null, port] =
      /^(?:([a-z]{2,8}):\/\/)?(\[[\da-f:.]{2,45}\]|[^:/?#\s]{1,253})(?::(\d{1,5}))?/i.exec(url) ?? []
    const by = addressOf(client)
    return {
      ...sayingNothing,
      when: readTime(time, around),
      from: by,
      request: `${method} ${url}`,
      saw: {
        is: 'connection',
        to: server === '-' ? null : addressOf(server),
        name: host,
        port: port === undefined ? (scheme === undefined ? null : scheme === 'https' ? 443 : 80) : Number(port),
        by,
        protocol: 'http',
        asked: url,
      },
      fields: [{ name: 'url', value: url }],
    }
  },
}
