import type { Clock, Seal } from '../../core/index.ts'
import {
  connectCatch,
  defaultListenerLimits,
  embeddedCallbacks,
  isDelegated,
  openListener,
  type ProbeJournalFile,
  readTextFile,
} from '../../node/index.ts'
import type { CallbackAddress, Callbacks } from '../../probe/index.ts'
import type { Io } from '../io.ts'
import { numberOption, type RawOptions, textOption } from '../options.ts'

/** Where callbacks of a scan arrive. */
export interface Proof {
  /** The zone that payloads may use, or `null`. */
  readonly zone: string | null
  readonly callbacks: Callbacks
  /** As the journal keeps it: a resumed scan must listen there again. */
  readonly listener: CallbackAddress | null
  /** One line for the operator. */
  readonly told: string
  close(): Promise<void>
}

/** Uses a running `fireline catch` by its API. `scan` is known once the journal is open. Throws a Problem. */
export async function connectRemote(options: RawOptions, url: string, scan: () => number, io: Io): Promise<Proof> {
  const keyFile = textOption(options, 'catch-key-file')
  const apiKey = keyFile === null ? (io.env['FIRELINE_CATCH_KEY'] ?? '') : readTextFile(keyFile).trim()
  const remote = await connectCatch(
    { url, apiKey, caFile: textOption(options, 'catch-ca'), tell: (text) => io.tell(text) },
    scan,
  )
  const { zone, address, dnsPort, tcpPort } = remote.where
  return {
    zone,
    callbacks: remote,
    listener: remote.where,
    told: `callbacks arrive at ${address} (udp ${dnsPort}, tcp ${tcpPort})${zone === null ? '' : `, zone ${zone}`}, by ${url}`,
    close() {
      remote.close()
      return Promise.resolve()
    },
  }
}

/**
 * Opens our own listener, on the ports of an earlier run if the scan is resumed; on loopback alone if all targets
 * are there. Throws a Problem.
 */
export async function openProof(
  options: RawOptions,
  resumed: ProbeJournalFile | null,
  seal: Seal,
  onlyLoopback: boolean,
  clock: Clock,
): Promise<Proof> {
  const before = resumed?.scan.listener ?? null
  const zone = before?.zone ?? textOption(options, 'zone')?.toLowerCase().replace(/\.$/, '') ?? null
  const fixed = before !== null && before.address !== '' ? before.address : textOption(options, 'callback-address')
  const port = (name: 'dns-port' | 'tcp-port'): number =>
    numberOption(options, name, { min: 0, max: 65_535, unit: 'ports' })
  // All addresses, because each target is given the one by which it is reached; a loopback one stays on loopback.
  const bind = fixed !== null && isLoopback(fixed) ? fixed : onlyLoopback ? '127.0.0.1' : '0.0.0.0'
  const listener = await openListener({
    dns: [{ address: bind, port: before?.dnsPort ?? port('dns-port') }],
    tcp: [{ address: bind, port: before?.tcpPort ?? port('tcp-port') }],
    zone,
    publicAddresses: fixed === null ? [] : [fixed],
    seals: [seal],
    // The scan's own journal keeps the callbacks of the scan.
    recorder: null,
    limits: defaultListenerLimits,
    clock,
  })
  const astray = zone !== null && !(await isDelegated(listener, zone, delegationPatienceMs))
  const dnsPort = listener.dns[0]?.port ?? 0
  const tcpPort = listener.tcp[0]?.port ?? 0
  const where = fixed ?? 'the address that reaches each target'
  return {
    zone,
    callbacks: embeddedCallbacks(listener, zone, fixed),
    listener: { zone, address: fixed ?? '', dnsPort, tcpPort },
    told: `listening for callbacks on ${bind} (udp ${dnsPort}, tcp ${tcpPort}); targets are given ${where}${zone === null ? '' : ` and names in ${zone}`}${astray ? `\n${astrayWarning(zone)}` : ''}`,
    close: () => listener.close(),
  }
}

/** How long the system's resolver may take to come to us. */
const delegationPatienceMs = 3_000

function astrayWarning(zone: string): string {
  return (
    `warning: names in ${zone} do not lead to this listener from here, so targets that use the same resolvers will not call back.\n` +
    '  Delegate the zone to this machine (an NS record), open port 53 by UDP and TCP, or leave --zone out.'
  )
}

export function isLoopback(host: string): boolean {
  return /^(127\.|::1$|\[::1\]|localhost$)/.test(host)
}
