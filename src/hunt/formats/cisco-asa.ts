import type { Outgoing } from '../outgoing.ts'
import { readTime } from '../time/read-time.ts'
import { portOf } from './columns.ts'
import { type LogFormat, sayingNothing } from './format.ts'

/**
 * What Cisco's ASA and FTD say of connections: built (302013, 302015), teardown left to those; allowed or denied by a list (106100),
 * denied (106023). In what is built outbound the initiator stands last, else first.
 */
export const ciscoAsa: LogFormat = {
  id: 'cisco-asa',
  summary: 'messages of Cisco ASA and FTD: who connected to which address and port, or was kept from it',
  definedBy: 'https://www.cisco.com/c/en/us/td/docs/security/asa/syslog/asa-syslog.html',
  witnesses: ['%ASA-', '%FTD-'],
  examples: {
    reads: [
      {
        record:
          '<166>Dec 10 2021 12:43:12 asa1 : %ASA-6-302013: Built outbound TCP connection 8124 for outside:203.0.113.66/1389 (203.0.113.66/1389) to inside:10.0.0.5/40000 (198.51.100.2/40000)',
        when: '2021-12-10T12:43:12Z',
        from: '10.0.0.5',
        saw: { is: 'connection', to: '203.0.113.66', name: null, port: 1389, by: '10.0.0.5', protocol: 'tcp' },
      },
      {
        record:
          'Dec 10 12:43:12 10.0.0.1 %FTD-6-302015: Built inbound UDP connection 8125 for outside:203.0.113.9/5353 (203.0.113.9/5353) to inside:10.0.0.4/53 (198.51.100.4/53)',
        when: '2021-12-10T12:43:12Z',
        from: '203.0.113.9',
        saw: { is: 'connection', to: '10.0.0.4', name: null, port: 53, by: '203.0.113.9', protocol: 'udp' },
      },
      {
        record:
          '%ASA-6-106100: access-list out permitted tcp inside/10.0.0.5(40000) -> outside/203.0.113.66(1389) hit-cnt 1 first hit [0x1a2b, 0x0]',
        from: '10.0.0.5',
        saw: { is: 'connection', to: '203.0.113.66', name: null, port: 1389, by: '10.0.0.5', protocol: 'tcp' },
      },
      {
        record:
          'Dec 10 12:43:12 fw %ASA-4-106023: Deny tcp src inside:10.0.0.5/40000 dst outside:203.0.113.66/1389 by access-group "out" [0x0, 0x0]',
        when: '2021-12-10T12:43:12Z',
        from: '10.0.0.5',
        saw: { is: 'connection', to: '203.0.113.66', name: null, port: 1389, by: '10.0.0.5', protocol: 'tcp' },
      },
      {
        record:
          'Dec 10 12:43:12 fw %ASA-6-605005: Login permitted from 10.0.0.5/40000 to inside:10.0.0.1/ssh for user "x"',
        when: '2021-12-10T12:43:12Z',
      },
    ],
    refuses: ['%SYS-5-CONFIG_I: Configured from console', 'a %ASA-6-302013: in the middle of a text'],
  },
  read({ text }, { around }) {
    const [, header, message] =
      /^(?:<\d{1,3}>)?((?:[A-Z][a-z]{2} [ \d]\d (?:\d{4} )?\d\d:\d\d:\d\d(?:\.\d{1,6})? ?(?:\S{1,255} ?:? ?)?)?)(%(?:ASA|FTD)-\d-\d{6}: .*)$/s.exec(
        text,
      ) ?? []
    if (header === undefined || message === undefined) return null
    const saw = sawOf(message.slice(message.indexOf(': ') + 2))
    return {
      ...sayingNothing,
      when: header === '' ? null : readTime(header, around),
      from: saw?.by ?? null,
      ...(saw === null ? {} : { saw }),
      fields: [{ name: null, value: message }],
    }
  },
}

function sawOf(message: string): (Outgoing & { readonly is: 'connection' }) | null {
  const built =
    /^Built (in|out)bound (TCP|UDP) connection \d{1,20} for ([^:]{1,64}):([\da-fA-F:.]{2,45})\/(\d{1,5}) \([^)]{0,64}\)(?:\([^)]{0,255}\))? to ([^:]{1,64}):([\da-fA-F:.]{2,45})\/(\d{1,5})/.exec(
      message,
    )
  if (built !== null) {
    const [, way, protocol = '', , first = '', firstPort, , second = '', secondPort] = built
    const isOut = way === 'out'
    return {
      is: 'connection',
      to: isOut ? first : second,
      name: null,
      port: portOf(isOut ? firstPort : secondPort),
      by: isOut ? second : first,
      protocol: protocol.toLowerCase(),
    }
  }
  const listed =
    /^access-list \S{1,255} (?:permitted|denied|est-allowed) (\w{1,12}) [^/ ]{1,64}\/([\da-fA-F:.]{2,45})\(\d{1,5}\)(?:\([^)]{0,255}\))? -> [^/ ]{1,64}\/([\da-fA-F:.]{2,45})\((\d{1,5})\)/.exec(
      message,
    ) ??
    /^Deny (\w{1,12}) src [^: ]{1,64}:([\da-fA-F:.]{2,45})\/\d{1,5}(?:\([^)]{0,255}\))? dst [^: ]{1,64}:([\da-fA-F:.]{2,45})\/(\d{1,5})/.exec(
      message,
    )
  if (listed === null) return null
  const [, protocol = '', by = '', to = '', port] = listed
  return { is: 'connection', to, name: null, port: portOf(port), by, protocol: protocol.toLowerCase() }
}
