import { type Command, Option } from 'commander'

/** The options of `probe`, in the groups in which `--help` shows them. */
export function declareProbe(command: Command): void {
  command.argument('[targets...]', 'URLs, hosts, host:port, [v6]:port or CIDR ranges')
  for (const [group, options] of Object.entries(groups)) {
    command.optionsGroup(group)
    for (const option of options) command.addOption(option)
  }
}

const option = (flags: string, help: string, fallback?: string | number): Option =>
  fallback === undefined ? new Option(flags, help) : new Option(flags, help).default(fallback)

const repeated = (flags: string, help: string): Option =>
  new Option(flags, help).argParser((value: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    value,
  ])

const groups: Readonly<Record<string, readonly Option[]>> = {
  'Targets:': [
    repeated('--targets <file>', 'read targets from a file, one a line, # starts a comment; - is standard input'),
    option('--ports <list>', 'ports to try on hosts and ranges that name none', '80,443,8080,8443'),
    option('--scope <file>', 'what you are authorised to test: hosts, CIDRs, ports, until when'),
    option('--scope-key <pem>', 'public key that the scope file must be signed with'),
    option(
      '--authorised-by <name>',
      'instead of a scope file: confirms that this person allowed testing these targets',
    ),
    option('--follow-redirects <n>', 'follow up to n redirects of a target, each only within scope', 0),
  ],
  'What is sent:': [
    new Option('--profile <name>', 'how much is tried').choices(['quick', 'standard', 'deep']).default('standard'),
    option('--points <list>', 'only these injection points, such as header,query,json'),
    option('--forms <list>', 'write the lookup in these ways instead of those of the profile'),
    option('--headers-file <file>', 'header names to fill instead of the built-in list, one a line'),
    repeated('--header <name: value>', 'send this header with every request'),
    repeated('--cookie <name=value>', 'send this cookie with every request'),
    option('--user <name:password>', 'sign in by HTTP basic authentication'),
    option('--contact <text>', 'tell the target who scans and why, in a header of every request'),
    option('--eager', 'send LDAP and RMI lookups at once, without waiting for a DNS callback'),
    option('--no-escalate', 'stay with DNS: do not confirm by one LDAP lookup'),
    option('--identify', 'have proven targets tell their host name, Java version and system'),
  ],
  'Where callbacks arrive:': [
    option(
      '--callback-address <address>',
      'address of this machine that targets can reach (default: from the routing table)',
    ),
    option('--dns-port <port>', 'UDP port of the embedded DNS listener; 0 takes a free one', 0),
    option('--tcp-port <port>', 'TCP port of the embedded LDAP and RMI listener; 0 takes a free one', 0),
    option('--zone <name>', 'a DNS zone that is delegated to this listener'),
    option('--catch <url>', 'use a running `fireline catch` by its admin API instead of an embedded listener'),
    option('--catch-key-file <file>', 'key of that API (or FIRELINE_CATCH_KEY)'),
    option('--catch-ca <file>', 'certificate authority of that API, if the system does not know it'),
    option('--key-file <file>', 'key that seals tokens; share it with `fireline catch`'),
    option('--wait <seconds>', 'listen this long after the last request of a target', 10),
  ],
  'How it is sent:': [
    option('--rate <n>', 'requests a second, in all (default: as fast as answers come)'),
    option('--concurrency <n>', 'requests under way at once, in all', 256),
    option('--per-host <n>', 'requests under way at once for one host', 4),
    option('--timeout <seconds>', 'for connecting, and again for the answer', 8),
    option('--retries <n>', 'send again after a connection broke before the answer', 1),
    option('--proxy <url>', 'send through this HTTP proxy'),
    option('--client-cert <pem>', 'certificate to show to targets that ask for one'),
    option('--client-key <pem>', 'its private key, if it is in another file'),
    option('--strict-tls', 'do not talk to targets whose certificate is not accepted'),
  ],
  'Record and output:': [
    option('--journal <file>', 'keep the journal here (default: a new file under the state folder)'),
    option('--no-journal', 'keep no journal: the scan cannot be resumed'),
    option('--resume <file>', 'go on with the scan of this journal; give the same targets and options'),
    option('--audit <file>', 'append one line for each target: when, what, allowed by whom'),
    option('--format <name>', 'text, json, jsonl, sarif, csv or html', 'text'),
    option('--output <file>', 'write the result to a file instead of standard output'),
  ],
}
