import { readFileSync } from 'node:fs'
import type { Endpoint } from '../../core/index.ts'
import type { InteractionJournal } from './interaction-journal.ts'
import type { Listener } from './listener-options.ts'

/** The state of a listener in Prometheus' text format. */
export function metricsOf(listener: Listener, journal: InteractionJournal | null, startedAt: number): string {
  const { byChannel, withToken, shed, openConnections, socketErrors } = listener.stats()
  const kept = journal?.stats()
  return [
    ...family('interactions_total', 'counter', 'What reached the listener, by protocol.', byChannel, 'channel'),
    ...single('interactions_with_token_total', 'counter', 'Interactions that carried a token of ours.', withToken),
    ...family('shed_total', 'counter', 'Connections turned away or ended by a limit.', shed, 'reason'),
    ...single('open_connections', 'gauge', 'TCP connections open now.', openConnections),
    ...single('socket_errors_total', 'counter', 'Errors of UDP sockets.', socketErrors),
    ...single(
      'udp_dropped_total',
      'counter',
      'Datagrams that the kernel dropped before we read them.',
      udpDrops(listener.dns),
    ),
    ...(kept === undefined
      ? []
      : [
          ...single('journal_bytes_total', 'counter', 'Bytes written to the journal.', kept.bytes),
          ...single('journal_syncs_total', 'counter', 'Times that the disk was asked to confirm.', kept.syncs),
          ...single('journal_held', 'gauge', 'Records held in memory because the disk takes nothing.', kept.held),
          ...single(
            'journal_lost_total',
            'counter',
            'Records lost because the disk took nothing for too long.',
            kept.lost,
          ),
        ]),
    ...single('resident_memory_bytes', 'gauge', 'Memory of this process.', process.memoryUsage().rss),
    ...single('uptime_seconds', 'gauge', 'Time since the start.', Math.round((Date.now() - startedAt) / 1_000)),
    '',
  ].join('\n')
}

type Kind = 'counter' | 'gauge'

function single(name: string, kind: Kind, help: string, value: number): string[] {
  return [...head(name, kind, help), `fireline_catch_${name} ${value}`]
}

function family(
  name: string,
  kind: Kind,
  help: string,
  values: Readonly<Record<string, number>>,
  label: string,
): string[] {
  const lines = Object.entries(values).map(([key, value]) => `fireline_catch_${name}{${label}="${key}"} ${value}`)
  return [...head(name, kind, help), ...lines]
}

function head(name: string, kind: Kind, help: string): string[] {
  return [`# HELP fireline_catch_${name} ${help}`, `# TYPE fireline_catch_${name} ${kind}`]
}

/** The kernel's own count for our sockets (proc(5), /proc/net/udp: the last column); 0 where there is no such file. */
function udpDrops(dns: readonly Endpoint[]): number {
  const ports = new Set(dns.map(({ port }) => port.toString(16).toUpperCase().padStart(4, '0')))
  let drops = 0
  for (const path of ['/proc/net/udp', '/proc/net/udp6']) {
    for (const line of linesOf(path)) {
      const columns = line.trim().split(/\s+/)
      if (ports.has(columns[1]?.split(':')[1] ?? '')) drops += Number(columns.at(-1) ?? 0)
    }
  }
  return drops
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').slice(1)
  } catch {
    // Not Linux: there is no such count.
    return []
  }
}
