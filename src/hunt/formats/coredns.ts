import { addressOf } from './address-of.ts'
import { type LogFormat, sayingNothing } from './format.ts'
import { nameAsked } from './name-asked.ts'

/** What CoreDNS writes with its plugin `log`: `[INFO] 10.0.0.5:40000 - 4711 "A IN name. udp 41 false 512" NOERROR qr 80 0.001s`. */
export const coredns: LogFormat = {
  id: 'coredns',
  summary: 'queries as CoreDNS logs them, in Kubernetes too: who asked for which name',
  definedBy: 'https://coredns.io/plugins/log/',
  witnesses: ['"A IN ', '"AAAA IN '],
  examples: {
    reads: [
      {
        record: '[INFO] 10.0.0.5:40000 - 4711 "A IN x.evil.example. udp 41 false 512" NOERROR qr,rd,ra 80 0.001264451s',
        from: '10.0.0.5',
        saw: { is: 'dns-query', name: 'x.evil.example', by: '10.0.0.5' },
      },
      {
        record: '[INFO] [2001:db8::5]:40000 - 4711 "AAAA IN x.evil.example. tcp 41 false 65535" NXDOMAIN qr 80 0.001s',
        from: '2001:db8::5',
        saw: { is: 'dns-query', name: 'x.evil.example', by: '2001:db8::5' },
      },
    ],
    refuses: ['[INFO] plugin/reload: Running configuration', '[INFO] 10.0.0.5:40000 - 4711 "GET / HTTP/1.1" 200'],
  },
  read({ text }) {
    const [, client, type = '', name] =
      /^\[INFO\] (\[?[\da-fA-F:.]{2,45}\]?:\d{1,5}) - \d{1,5} "([A-Z0-9]{1,12}) (?:IN|CH|HS|ANY) (\S{1,1024}) (?:udp|tcp|tls|https|grpc) /.exec(
        text,
      ) ?? []
    if (client === undefined || name === undefined) return null
    const by = addressOf(client)
    return {
      ...sayingNothing,
      from: by,
      saw: { is: 'dns-query', name: nameAsked(name), by },
      fields: [
        { name: 'name', value: name },
        { name: 'type', value: type },
      ],
    }
  },
}
