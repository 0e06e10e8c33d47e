import { recordsOf } from './capture.ts'
import { packetsOfPcapng } from './capture-packets.ts'
import { type LogContainer, startsWith } from './container.ts'

export const pcapng: LogContainer = {
  id: 'pcapng',
  summary: 'the same in the newer form of captures',
  definedBy: 'https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcapng/',
  claims: (head) => startsWith(head, [0x0a, 0x0d, 0x0d, 0x0a]),
  contained: (file) => recordsOf(packetsOfPcapng(file), file),
}
