import type { LogContainer } from './container.ts'
import { evtx } from './evtx.ts'
import { pcap } from './pcap.ts'
import { pcapng } from './pcapng.ts'

/** Every kind of file that holds records but is no text. */
export const logContainers: readonly LogContainer[] = [evtx, pcap, pcapng]
