/** What a command may use of the terminal it was started from. */
export type { Terminal as Io } from '../node/index.ts'
