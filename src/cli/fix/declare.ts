import { type Command, Option } from 'commander'
import { remedies } from '../../fix/index.ts'

/** The options of `fix`, in the groups in which `--help` shows them. */
export function declareFix(command: Command): void {
  command.argument('[paths...]', 'files, folders, archives: what is vulnerable in them, at any depth')
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

const ids = remedies.map(({ id }) => id).join(', ')
const byDefault = remedies.flatMap(({ id, byDefault: usual }) => (usual ? [id] : [])).join(', ')

const groups: Readonly<Record<string, readonly Option[]>> = {
  'Whether it is done:': [
    option('--dry-run', 'only print what would change'),
    option('--yes', 'do not ask'),
    option('--undo <manifest>', 'restore what an earlier fix changed'),
    option('--force', 'with --undo: also files that were changed since'),
  ],
  'What is taken away:': [
    option('--remove <list>', `classes, by what they are: ${ids} (default: ${byDefault})`),
    option('--log4j1', 'also everything of Log4j 1.x that can be taken away'),
    option('--strip-signature', 'of signed archives the signature; else they are left as they are'),
    option('--break-links', 'of a file with names (hard links) elsewhere too replace those that were found'),
  ],
  'Where to:': [
    option('--backup <folder>', 'keep old files there instead of in the state folder of the user'),
    option('--format <name>', 'text or json', 'text'),
    option('--output <file>', 'write the result to a file instead of standard output'),
  ],
  'What is looked at:': [
    repeated('--exclude <glob>', 'leave out what matches, written as in .gitignore'),
    option('--one-device', 'stay on the disk of each folder that is named (the default for /)'),
    option('--all-devices', 'enter other local disks that are mounted below'),
    option('--deep', 'every class of every archive, also where nothing hints at Log4j'),
    option('--max-depth <n>', 'how deep archives may lie in archives', 128),
    option('--max-time <seconds>', 'for one file, with all that is nested in it', 600),
    option('--workers <n>', 'threads that look (default: one for each processor)'),
    option('--nice', 'give way to everything else on this machine'),
  ],
}
