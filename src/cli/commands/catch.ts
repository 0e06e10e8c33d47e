import { mintToken, type Seal } from '../../core/index.ts'
import {
  encodeInteraction,
  isDelegated,
  type Listener,
  newScanNumber,
  openAdmin,
  openInteractionJournal,
  openListener,
  packageVersion,
  readTextFile,
  readTokenKey,
  sealWith,
  systemClock,
} from '../../node/index.ts'
import { interactionLine, LiveView, showEndpoint } from '../catch/live-view.ts'
import { type CatchSettings, readSettings } from '../catch/settings.ts'
import type { Command } from '../command.ts'
import type { Io } from '../io.ts'
import { choiceOption, type RawOptions, textOption } from '../options.ts'

/** Receives callbacks, records them and answers with nothing that a JVM could turn into an object. */
export const catchCommand: Command = {
  name: 'catch',
  summary: 'Receive callbacks by DNS, LDAP, RMI and HTTP, on any port; record them; answer harmlessly.',
  examples: [
    [
      'fireline catch --zone cb.example.com --public-address 203.0.113.5 --dns :53 --tcp :389,:1389,:1099,:443,:80 --journal /var/lib/fireline',
      'a listener for months',
    ],
    ['fireline catch', 'on free ports, shown at the start'],
    ['fireline catch --on-host', 'on the very machine of a suspected target: CVE-2021-45046'],
    ['curl http://127.0.0.1:9753/metrics', 'what it has seen, for Prometheus'],
  ],

  declare(command) {
    command
      .option('--zone <name>', 'the DNS zone that is delegated to this listener')
      .option('--public-address <list>', 'addresses of this listener as targets see them')
      .option('--dns <list>', 'UDP (and TCP) endpoints for DNS; :0 takes a free port', ':0')
      .option('--tcp <list>', 'TCP endpoints; each tells LDAP, RMI, TLS, HTTP and DNS apart by first bytes', ':0')
      .option('--journal <folder>', 'keep what is received here; survives kill -9')
      .option('--admin <endpoint>', 'health, metrics and the API', '127.0.0.1:0')
      .option('--admin-cert <pem>', 'certificate of the API; needed beyond loopback')
      .option('--admin-key <pem>', 'its private key')
      .option('--api-key-file <file>', 'key that a remote probe must show (or FIRELINE_CATCH_KEY)')
      .option('--key-file <file>', 'key that tokens are sealed with; share it with `fireline probe`')
      .option('--on-host', 'listen on loopback only, and show the payload for a thread context')
      .option('--max-connections <n>', 'TCP connections at once', '10000')
      .option('--max-per-peer <n>', 'of them from one address', '1000')
      .option('--idle-timeout <seconds>', 'end a connection on which nothing arrives', '15')
      .option('--total-timeout <seconds>', 'end any connection after', '60')
      .option('--format <name>', 'text, or jsonl: one interaction a line', 'text')
  },

  async run(_args, options, io) {
    const settings = readSettings(options)
    const format = choiceOption(options, 'format', ['text', 'jsonl'])
    const seal = sealWith(await readTokenKey(textOption(options, 'key-file'), io.env))
    const folder = textOption(options, 'journal')
    const journal = folder === null ? null : openInteractionJournal(folder, (text) => io.tell(`${text}\n`))
    const { dns, tcp, zone, publicAddresses, limits } = settings
    const listener = await openListener({
      dns,
      tcp,
      zone,
      publicAddresses,
      seals: [seal],
      recorder: journal,
      limits,
      clock: systemClock,
    })
    const admin = await openAdmin({
      at: settings.admin,
      tls: tlsOf(options),
      apiKey: apiKeyOf(options, io),
      listener,
      journal,
      folder,
      zone,
      publicAddress: publicAddresses[0] ?? (settings.onHost ? '127.0.0.1' : null),
      seals: [seal],
      version: packageVersion(),
      startedAt: Date.now(),
    })
    tellStart(settings, listener, admin.at.port, seal, io)
    if (journal !== null && journal.tornBytes > 0)
      io.tell(`the journal ended in ${journal.tornBytes} bytes of a torn record, which were cut off\n`)
    const view = new LiveView(io, (interaction) =>
      format === 'jsonl' ? encodeInteraction(interaction) : interactionLine(interaction, io.colour),
    )
    listener.subscribe((interaction) => view.show(interaction))
    if (zone !== null) void tellDelegation(listener, zone, io)
    await untilStopped(io.signal)
    await admin.close()
    await listener.close()
    journal?.close()
    tellEnd(listener, view.unshown, io)
    return 0
  },
}

function tlsOf(options: RawOptions): { cert: string; key: string } | null {
  const cert = textOption(options, 'admin-cert')
  const key = textOption(options, 'admin-key') ?? cert
  return cert === null || key === null ? null : { cert: readTextFile(cert), key: readTextFile(key) }
}

function apiKeyOf(options: RawOptions, io: Io): string | null {
  const file = textOption(options, 'api-key-file')
  return file === null ? (io.env['FIRELINE_CATCH_KEY'] ?? null) : readTextFile(file).trim()
}

function tellStart({ onHost, zone }: CatchSettings, listener: Listener, adminPort: number, seal: Seal, io: Io): void {
  io.tell(`dns: ${listener.dns.map(showEndpoint).join(', ')}${zone === null ? '' : `, with authority for ${zone}`}\n`)
  io.tell(`tcp, any protocol: ${listener.tcp.map(showEndpoint).join(', ')}\n`)
  io.tell(`health and metrics: port ${adminPort}\n`)
  const port = listener.tcp[0]?.port ?? 0
  if (!onHost) return
  const token = mintToken({ intent: 'confirm', scan: newScanNumber(), target: 0, slot: 0 }, seal)
  io.tell(
    [
      '',
      'CVE-2021-45046: a layout with a context lookup, such as $${ctx:loginId}, evaluates what a client puts into the',
      'thread context. Log4j 2.15.0 then looks up LDAP on this machine only, which no probe from elsewhere can see.',
      'Put this into the field that reaches the context; a search that arrives here proves it:',
      '',
      `  \${jndi:ldap://127.0.0.1:${port}/${token}}`,
      '',
      '',
    ].join('\n'),
  )
}

async function tellDelegation(listener: Listener, zone: string, io: Io): Promise<void> {
  if (await isDelegated(listener, zone, 5_000)) io.tell(`the zone ${zone} leads here\n`)
  else {
    io.tell(
      `the zone ${zone} does not lead here: a query for a name in it did not arrive within 5 s.\n` +
        `  Have its parent delegate it: an NS record for ${zone} that names this machine; port 53 must be open by UDP and TCP.\n`,
    )
  }
}

function tellEnd(listener: Listener, unshown: number, io: Io): void {
  const { byChannel, withToken, shed } = listener.stats()
  const total = Object.values(byChannel).reduce((a, b) => a + b, 0)
  const turnedAway = Object.values(shed).reduce((a, b) => a + b, 0)
  io.tell(`${total} interactions, ${withToken} with a token of ours, ${turnedAway} connections shed by limits`)
  io.tell(unshown === 0 ? '\n' : `, ${unshown} not shown because the output was too slow\n`)
}

function untilStopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
