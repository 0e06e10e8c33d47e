/**
 * cli: words from a terminal in, text and an exit code out. The composition root: it alone plugs the doors of
 * `node` into the engines. It opens no file and no socket itself.
 */
export type { Command, ExitCode } from './command.ts'
export type { Io } from './io.ts'
