import { recordsOf } from './capture.ts'
import { packetsOfPcap } from './capture-packets.ts'
import { type LogContainer, startsWith } from './container.ts'

const magics = [
  [0xd4, 0xc3, 0xb2, 0xa1],
  [0xa1, 0xb2, 0xc3, 0xd4],
  [0x4d, 0x3c, 0xb2, 0xa1],
  [0xa1, 0xb2, 0x3c, 0x4d],
]

export const pcap: LogContainer = {
  id: 'pcap',
  summary: 'captures of packets: HTTP requests field by field, DNS questions, LDAP searches, other payloads as text',
  definedBy: 'https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcap/',
  claims: (head) => magics.some((magic) => startsWith(head, magic)),
  contained: (file) => recordsOf(packetsOfPcap(file), file),
}
