import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { inject } from 'vitest'

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly input?: string | Uint8Array
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** A program that runs it, with its own arguments: `['setpriv', '--no-new-privs']`. */
  readonly through?: readonly string[]
  /** Called with the process right after it was started. */
  readonly onStart?: (child: ChildProcess) => void
}

/** Runs the packed and installed `fireline` as a user would, with a home of its own. */
export function fireline(
  args: readonly string[],
  { input = '', env = {}, cwd, through = [], onStart }: RunOptions = {},
): Promise<Ended> {
  const { command, home } = inject('packed')
  const [program = command, ...rest] = [...through, command, ...args]
  const child = spawn(program, rest, {
    cwd: cwd ?? home,
    env: {
      ...process.env,
      XDG_CONFIG_HOME: join(home, 'config'),
      XDG_STATE_HOME: join(home, 'state'),
      FIRELINE_KEY: '07'.repeat(32),
      ...env,
    },
  })
  onStart?.(child)
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()))
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, stdout, stderr }))
  })
}
