import { expect, test } from 'vitest'
import { readSyslogPort } from './live-sources.ts'

test.each([
  ['udp', 'udp', '127.0.0.1', 514],
  ['tcp', 'tcp', '127.0.0.1', 601],
  ['tls', 'tls', '127.0.0.1', 6514],
  ['udp:5514', 'udp', '127.0.0.1', 5514],
  ['tcp:0.0.0.0:601', 'tcp', '0.0.0.0', 601],
  ['tls:[::1]:6514', 'tls', '::1', 6514],
] as const)('%s', (word, transport, address, port) => {
  expect(readSyslogPort(word)).toEqual({ transport, address, port })
})

test.each([['5514'], ['http:80'], ['udp:'.padEnd(10, '9')], ['tcp:host:601'], ['udp:127.0.0.1'], ['udp:1:2:3']])(
  '%s is no place to listen, and a problem says what is',
  (word) => {
    expect(() => readSyslogPort(word)).toThrow(/--syslog .* is not udp, tcp or tls/)
  },
)
