#!/usr/bin/env node
import { Command as Commander, CommanderError } from 'commander'
import { Problem } from '../core/index.ts'
import { packageVersion, readableStack, readConfigFile, terminal } from '../node/index.ts'
import type { Command } from './command.ts'
import { commandsFor } from './commands/index.ts'
import { configUnknownOption } from './config-problems.ts'
import type { Io } from './io.ts'
import { wiping } from './progress.ts'

/** Exit code of a problem that the operator can mend, bad options included. */
const problemExit = 3
/** Exit code of a defect of ours (EX_SOFTWARE of sysexits.h). */
const defectExit = 70
/** What a shell shows of a program that SIGPIPE ended, 128 + 13: the reader of a pipe went away, and the result is not whole. */
const readerGoneExit = 141

/** How long output that is still under way may take after the end. */
const lingerMs = 2_000

const configFile = 'fireline.config.json'

process.exitCode = await main(process.argv.slice(2), terminal())
// Whatever a failed command left open must not keep the process: by now everything was said.
setTimeout(() => process.exit(), lingerMs).unref()

async function main(argv: readonly string[], io: Io): Promise<number> {
  const code = await dispatch(argv, io).catch((error: unknown) => complain(error, argv, io))
  const delivery = await io.settle()
  if (delivery === 'delivered') return code
  return delivery === 'reader-gone' ? readerGoneExit : complain(delivery, argv, io)
}

async function dispatch(argv: readonly string[], io: Io): Promise<number> {
  const config = await readConfigFile(configFile)
  let code = 0
  const program = new Commander('fireline')
    .description('Prove and explain Log4Shell-class vulnerabilities, on systems that you are authorised to test.')
    .version(packageVersion())
    .exitOverride()
    .configureOutput({ writeOut: (text) => void io.print(text), writeErr: (text) => io.tell(text) })
  for (const command of await commandsFor(argv)) {
    const sub = program.command(command.name).description(command.summary)
    command.declare(sub)
    sub
      .option('--quiet', 'print results only')
      .option('--no-progress', 'do not draw a progress line')
      .addHelpText('after', examplesOf(command))
      .showHelpAfterError(`(fireline ${command.name} --help shows what it takes)`)
      .action(async () => {
        code = await command.run(sub.args, sub.opts(), ioFor(io, sub))
      })
    applyConfig(sub, config[command.name])
    applyEnvironment(sub, io.env)
  }
  await program.parseAsync([...argv], { from: 'user' })
  return code
}

function ioFor(io: Io, sub: Commander): Io {
  const { quiet, progress } = sub.opts<{ quiet?: boolean; progress?: boolean }>()
  if (quiet === true) return { ...io, progress: false, tell: () => undefined }
  return wiping({ ...io, progress: io.progress && progress !== false })
}

/** Values of the configuration file stand below flags and environment, above defaults. */
function applyConfig(sub: Commander, values: Readonly<Record<string, unknown>> | undefined): void {
  for (const [key, value] of Object.entries(values ?? {})) {
    const known = sub.options.find((option) => option.attributeName() === key || option.name() === key)
    if (known === undefined) throw configUnknownOption(configFile, `${sub.name()}.${key}`)
    sub.setOptionValueWithSource(known.attributeName(), value, 'config')
  }
}

/** `FIRELINE_PER_HOST=2` is `--per-host 2`; flags of the command line stand above it. */
function applyEnvironment(sub: Commander, env: Io['env']): void {
  for (const option of sub.options) {
    const value = env[`FIRELINE_${option.name().toUpperCase().replaceAll('-', '_')}`]
    if (value !== undefined) sub.setOptionValueWithSource(option.attributeName(), value, 'env')
  }
}

function examplesOf({ examples }: Command): string {
  const width = Math.max(0, ...examples.map(([line]) => line.length))
  return ['\nExamples:', ...examples.map(([line, what]) => `  ${line.padEnd(width)}  # ${what}`)].join('\n')
}

async function complain(error: unknown, argv: readonly string[], io: Io): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : problemExit
  if (error instanceof Problem) {
    const { code, message, hint } = error
    if (wantsJson(argv)) await io.print(`${JSON.stringify({ code, message, hint })}\n`)
    io.tell(`fireline: ${message}\n  ${hint} (${code})\n`)
    return problemExit
  }
  io.tell(`fireline: this is a defect of ours; please report it with the text below.\n${stackOf(error)}\n`)
  return defectExit
}

function wantsJson(argv: readonly string[]): boolean {
  return argv.some(
    (word, i) => /^--format=jsonl?$/.test(word) || (word === '--format' && /^jsonl?$/.test(argv[i + 1] ?? '')),
  )
}

function stackOf(error: unknown): string {
  return error instanceof Error ? readableStack(error.stack ?? error.message) : String(error)
}
