import { type Command, Option } from 'commander'

/** The options of `hunt`, in the groups in which `--help` shows them. */
export function declareHunt(command: Command): void {
  command.argument(
    '[paths...]',
    'files, folders, globs in quotes; - is standard input; s3://BUCKET/PREFIX; kafka://BROKERS/TOPICS?group=NAME',
  )
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
  'What is read:': [
    repeated('--exclude <glob>', 'leave out files that match, written as in .gitignore'),
    option('--since <time>', 'leave out attacks of records before: 2021-12-10, 2021-12-10T12:00Z, or 24h, 7d (ago)'),
    option('--until <time>', 'leave out attacks of records after; a day counts to its end'),
  ],
  'What came of it:': [
    option(
      '--window <time>',
      'how long after an attack a name asked for, or a connection, may have come of it: 30s, 10m, 2h; 0: do not look, and tell attacks as they are found',
      '10m',
    ),
  ],
  'As it grows:': [
    option('--follow', 'read files as they grow, also when they are rotated or cut, until Ctrl-C'),
    option('--state <file>', 'with --follow: remember how far each file was read, and go on there the next time'),
    option('--from-end', 'with --follow: begin at the end of files that were not read before'),
  ],
  'As it is sent:': [
    repeated(
      '--syslog <port>',
      'take syslog by udp, tcp or tls, until Ctrl-C: udp:5514, tcp:192.0.2.1:601; on 127.0.0.1 where no address is given',
    ),
    option('--tls-cert <pem>', 'for tls: the certificate of this listener'),
    option('--tls-key <pem>', 'for tls: its private key (default: in the same file)'),
    option('--tls-client-ca <pem>', 'for tls: who signs the certificates of those who may send (default: anybody may)'),
  ],
  'In buckets:': [
    option('--s3-endpoint <url>', 'the server that has the bucket, and the only one that is contacted'),
    option('--s3-region <name>', 'for signatures (default: AWS_REGION, the profile, us-east-1)'),
    option('--s3-anonymous', 'ask as anybody, although there are credentials'),
  ],
  'In topics of Kafka:': [
    option('--from-beginning', 'where the group has no offset yet: from the first message (default: from now on)'),
    option('--kafka-tls', 'speak TLS; implied by the next three'),
    option('--kafka-ca <pem>', 'who signs the certificates of brokers (default: who the system trusts)'),
    option('--kafka-cert <pem>', 'the certificate of this client'),
    option('--kafka-key <pem>', 'its private key'),
    option('--kafka-sasl <name>', 'plain, scram-sha-256 or scram-sha-512; the password is in FIRELINE_KAFKA_PASSWORD'),
    option('--kafka-user <name>', 'for --kafka-sasl'),
  ],
  'How thoroughly:': [
    option('--max-depth <n>', 'how deep archives may lie in archives', 32),
    option('--max-time <seconds>', 'for one file, with all that is nested in it', 3_600),
    option('--max-bytes <gibibytes>', 'that may come out of one file, unpacked', 1_024),
  ],
  'How gently:': [
    option('--workers <n>', 'threads (default: one for each processor)'),
    option('--nice', 'give way to everything else on this machine'),
  ],
  'What is told:': [
    option(
      '--scan <report>',
      'a report of `fireline scan` (json or jsonl): whether each attack could fire on what it found',
    ),
    option(
      '--key-file <file>',
      'key of `fireline probe` (or FIRELINE_KEY, or the one it made): what it sent is marked as ours',
    ),
    option('--baseline <report>', 'only what an earlier report (json or jsonl) does not have'),
    option('--fail-on <level>', 'exit with 1 from this severity on: critical, high, medium, low; gap: also for gaps'),
    option('--format <name>', 'how to print the result; see docs/reference/formats.md', 'text'),
    option('--no-defang', 'in blocklists: names and addresses as they are, for machines'),
    option('--output <file>', 'write the result to a file instead of standard output'),
  ],
}
