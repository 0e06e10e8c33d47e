/** What a command may use of the terminal it was started from. */
export interface Io {
  /** Results. Resolves when the stream took it, so that a slow pipe holds the work back and memory stays bounded. */
  print(text: string): Promise<void>
  /** Progress and problems, on stderr. */
  tell(text: string): void
  /** Standard input as bytes, read once. */
  readonly input: AsyncIterable<Uint8Array>
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether colour may be used on stdout; `NO_COLOR` and a pipe turn it off. */
  readonly colour: boolean
  /** Whether a progress line may be redrawn on stderr: it is a terminal, and neither --quiet nor --no-progress was given. */
  readonly progress: boolean
  readonly columns: number
  /** Aborted on the first SIGINT or SIGTERM; the command then ends in order. The second one ends the process. */
  readonly signal: AbortSignal
}
