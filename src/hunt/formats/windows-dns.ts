import { type Instant, instantOfEpoch } from '../../core/index.ts'
import { readTime } from '../time/read-time.ts'
import { type LogFormat, sayingNothing } from './format.ts'

/**
 * The debug log of the DNS server of Windows. What it received and was no answer is taken; what it sent to others is not:
 * it asks on behalf of those.
 */
export const windowsDns: LogFormat = {
  id: 'windows-dns',
  summary: 'the debug log of the DNS server of Windows: who asked for which name',
  definedBy:
    'https://learn.microsoft.com/previous-versions/windows/it-pro/windows-server-2012-r2-and-2012/dn800669(v=ws.11)',
  witnesses: ['UDP Rcv ', 'TCP Rcv '],
  examples: {
    reads: [
      {
        record:
          '12/10/2021 1:43:13 PM 0E3C PACKET  000001D5E3F0A1B0 UDP Rcv 10.0.0.5        0002   Q [0001   D   NOERROR] A      (1)x(4)evil(7)example(0)',
        when: '2021-12-10T13:43:13Z',
        from: '10.0.0.5',
        saw: { is: 'dns-query', name: 'x.evil.example', by: '10.0.0.5' },
      },
      {
        record:
          '10.12.2021 12:43:13 0E3C PACKET  000001D5E3F0A1B0 TCP Rcv 2001:db8::5     0002   Q [0001   D   NOERROR] AAAA   (4)evil(7)example(0)',
        when: '2021-12-10T12:43:13Z',
        from: '2001:db8::5',
        saw: { is: 'dns-query', name: 'evil.example', by: '2001:db8::5' },
      },
    ],
    refuses: [
      '12/10/2021 1:43:13 PM 0E3C PACKET  000001D5E3F0A1B0 UDP Rcv 192.0.2.53      0002 R Q [8081   DR  NOERROR] A      (4)evil(7)example(0)',
      '12/10/2021 1:43:13 PM 0E3C PACKET  000001D5E3F0A1B0 UDP Snd 192.0.2.53      0002   Q [0001   D   NOERROR] A      (4)evil(7)example(0)',
    ],
  },
  read({ text }, { around }) {
    const at = text.indexOf(' Rcv ')
    if (at < 0 || !text.includes(' PACKET ')) return null
    const [, by = '', type = '', written] =
      /^ Rcv ([\da-fA-F:.]{2,45}) {1,40}[\da-f]{4} {3}Q \[[^\]]{1,40}\] (\w{1,20}) {1,20}((?:\(\d{1,2}\)[^\s()]{1,63}){1,127}\(0\))/i.exec(
        text.slice(at),
      ) ?? []
    if (written === undefined) return null
    const name = written.replace(/\(\d{1,2}\)/g, '.').slice(1, -1)
    return {
      ...sayingNothing,
      when: timeOf(text) ?? readTime(text.slice(0, 64), around),
      from: by,
      saw: { is: 'dns-query', name, by },
      fields: [
        { name: 'name', value: name },
        { name: 'type', value: type },
      ],
    }
  },
}

/**
 * As the server's region writes it: with AM and PM the month comes first, with dots the day. Others could be either, and are
 * not guessed.
 */
function timeOf(text: string): Instant | null {
  const [, a, b, year, hour, minute, second, half] =
    /^(\d{1,2})[/.](\d{1,2})[/.](\d{4}) (\d{1,2}):(\d{2}):(\d{2})(?: ([AP]M))?\s/.exec(text) ?? []
  if (half === undefined && !/^\d{1,2}\./.test(text)) return null
  const [month, day] = half === undefined ? [b, a] : [a, b]
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === 'PM' ? 12 : 0)
  const ms = Date.UTC(Number(year), Number(month) - 1, Number(day), hours, Number(minute), Number(second))
  return Number.isNaN(ms) ? null : instantOfEpoch(ms)
}
