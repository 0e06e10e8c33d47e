import { type Command, Option } from 'commander'

/** The options of `scan`, in the groups in which `--help` shows them. */
export function declareScan(command: Command): void {
  command.argument(
    '[paths...]',
    'files, folders, archives, images, OCI layouts, SBOMs; - is one of them on standard input',
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
  'What is scanned:': [
    option('--jvm', 'the running Java processes of this machine: what they have loaded, also if it was deleted since'),
    repeated('--image <reference>', 'a container image of a registry, such as registry.example/app:1.2'),
    option('--platform <os/arch>', 'of an image that is for several; all: each of them', 'linux/amd64'),
    repeated('--insecure-registry <host>', 'a registry (host:port) that may be spoken to in clear'),
    repeated('--exclude <glob>', 'leave out what matches, written as in .gitignore'),
    option('--one-device', 'stay on the disk of each folder that is named (the default for /)'),
    option('--all-devices', 'enter other local disks that are mounted below'),
  ],
  'How thoroughly:': [
    option('--quick', 'only files named as Java archives, by their directories; nested archives stay closed'),
    option('--deep', 'every class of every archive, also where nothing hints at Log4j'),
    option('--max-depth <n>', 'how deep archives may lie in archives', 128),
    option('--max-time <seconds>', 'for one file, with all that is nested in it', 600),
    option('--max-bytes <gibibytes>', 'that may come out of one file, unpacked', 64),
  ],
  'How gently:': [
    option('--workers <n>', 'threads (default: one for each processor)'),
    option('--nice', 'give way to everything else on this machine'),
    option('--rate <n>', 'files a second, in all'),
    option('--cache <file>', 'remember what files held: the next scan looks only into what changed'),
  ],
  'What is told:': [
    option('--all', 'also what is not affected'),
    option('--baseline <report>', 'only what an earlier report (json or jsonl) does not have'),
    option('--fail-on <level>', 'exit with 1 from this severity on: critical, high, medium, low; gap: also for gaps'),
    option('--format <name>', 'how to print the result; see docs/reference/formats.md', 'text'),
    option('--output <file>', 'write the result to a file instead of standard output'),
  ],
}
