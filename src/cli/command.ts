import type { Command as CommanderCommand } from 'commander'
import type { Io } from './io.ts'

/** What a command ends with: see {@link ../core/run.ts}. */
export type ExitCode = 0 | 1 | 2 | 3

/**
 * One verb. `declare` adds its arguments, options and examples; `run` gets what commander parsed.
 * Values come from flags, then from `FIRELINE_<OPTION>`, then from `fireline.config.json`.
 */
export interface Command {
  readonly name: string
  readonly summary: string
  /** Printed at the end of `--help`: command lines with a comment each. */
  readonly examples: readonly (readonly [line: string, what: string])[]
  declare(command: CommanderCommand): void
  /** Throws a Problem for what the operator can mend; anything else that is thrown is our defect. */
  run(args: readonly string[], options: Readonly<Record<string, unknown>>, io: Io): Promise<ExitCode>
}
