import { readAddress, showAddress } from '../../core/index.ts'
import { readTime } from '../time/read-time.ts'
import { type LogFormat, sayingNothing } from './format.ts'

/**
 * What the Linux kernel logs for a LOG rule of iptables or nftables, and UFW with it: `… SRC=10.0.0.5 DST=203.0.113.66 …
 * PROTO=TCP SPT=40000 DPT=1389 …`. Whether the packet was let through it does not say, but by the prefix of the rule.
 */
export const netfilter: LogFormat = {
  id: 'netfilter',
  summary: 'packets as iptables, nftables and UFW log them: who connected to which address and port',
  definedBy: 'https://www.netfilter.org/documentation/HOWTO/packet-filtering-HOWTO-7.html',
  witnesses: [' DST='],
  examples: {
    reads: [
      {
        record:
          'kernel: [12345.678901] OUT-NEW: IN= OUT=eth0 SRC=10.0.0.5 DST=203.0.113.66 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=1 DF PROTO=TCP SPT=40000 DPT=1389 WINDOW=64240 RES=0x00 SYN URGP=0',
        from: '10.0.0.5',
        saw: { is: 'connection', to: '203.0.113.66', name: null, port: 1389, by: '10.0.0.5', protocol: 'tcp' },
      },
    ],
    refuses: ['kernel: [12345.678901] eth0: link up', 'a SRC= and a DST= that are empty'],
  },
  read({ text }, { around }) {
    const at = text.indexOf(' SRC=')
    if (at < 0) return null
    const [, by, to] = /^ SRC=([\da-fA-F:.]{2,45}) DST=([\da-fA-F:.]{2,45}) /.exec(text.slice(at)) ?? []
    if (by === undefined || to === undefined) return null
    const [, protocol = null] = / PROTO=(\w{1,20})/.exec(text.slice(at)) ?? []
    const [, port = null] = / DPT=(\d{1,5})\b/.exec(text.slice(at)) ?? []
    return {
      ...sayingNothing,
      when: readTime(text.slice(0, 64), around),
      from: by,
      saw: {
        is: 'connection',
        to: plainAddress(to),
        name: null,
        port: port === null ? null : Number(port),
        by: plainAddress(by),
        protocol: protocol?.toLowerCase() ?? null,
      },
      fields: [{ name: null, value: text }],
    }
  },
}

/** The kernel writes IPv6 addresses with all their zeros: `2001:0db8:0000:…`. */
function plainAddress(written: string): string {
  const address = readAddress(written)
  return address === null ? written : showAddress(address)
}
