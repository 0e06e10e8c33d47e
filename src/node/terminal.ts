import { createInterface } from 'node:readline/promises'
import { type StandardOutput, standardOutput } from './standard-output.ts'

/** The process's own streams and signals, in the shape that commands take. */
export interface Terminal extends StandardOutput {
  /** Progress and problems, on stderr. */
  tell(text: string): void
  /** Standard input as bytes, read once. */
  readonly input: AsyncIterable<Uint8Array>
  /** Whether a person can be asked: standard input and stderr are a terminal. */
  readonly interactive: boolean
  /** What a person answers to a question on stderr; `null` if nobody does. */
  ask(question: string): Promise<string | null>
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether colour may be used on stdout; `NO_COLOR` and a pipe turn it off. */
  readonly colour: boolean
  /** Whether a progress line may be redrawn on stderr: it is a terminal, and neither --quiet nor --no-progress was given. */
  readonly progress: boolean
  /** Of the terminal on which progress is drawn. */
  readonly columns: number
  /** How wide a line of results may be, in characters: as the terminal is, also behind a pipe such as `| less`; 100 without one. */
  readonly textColumns: number
  /**
   * Aborted on the first SIGINT or SIGTERM, and when results can no longer be printed; the command then ends in order.
   * The second signal ends the process.
   */
  readonly signal: AbortSignal
}

/**
 * Opens the terminal this process was started from. The first SIGINT or SIGTERM aborts `signal`, the second ends
 * the process at once. Progress that nobody can read any more is no reason to end.
 */
export function terminal(): Terminal {
  const { stdout, stderr, stdin, env } = process
  const stop = new AbortController()
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(130)
    stop.abort()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  stderr.on('error', () => undefined)
  return {
    ...standardOutput(stdout, () => stop.abort()),
    tell: (text) => void stderr.write(text),
    input: stdin,
    interactive: stdin.isTTY && stderr.isTTY,
    async ask(question) {
      const line = createInterface({ input: stdin, output: stderr })
      try {
        return await line.question(question, { signal: stop.signal })
      } catch {
        return null // Ctrl-C is no answer
      } finally {
        line.close()
      }
    },
    env,
    colour: stdout.isTTY && env['NO_COLOR'] === undefined && env['TERM'] !== 'dumb',
    progress: stderr.isTTY && env['TERM'] !== 'dumb',
    columns: stderr.columns > 0 ? stderr.columns : 80,
    textColumns: readableColumns(stdout.isTTY ? stdout.columns : stderr.isTTY ? stderr.columns : 0),
    signal: stop.signal,
  }
}

/** Lines are read badly when they are very short or very long; `0` is not known. */
function readableColumns(columns: number): number {
  return columns > 0 ? Math.min(140, Math.max(60, columns)) : 100
}
