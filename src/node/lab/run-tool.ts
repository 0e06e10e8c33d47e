import { spawn } from 'node:child_process'
import { outputTail } from './output-tail.ts'

/** How a tool ended, and the last it said on stdout and stderr together. */
export interface ToolRun {
  /** `null` if it was ended by a signal, ours when `timeoutMs` had passed. */
  readonly exitCode: number | null
  readonly timedOut: boolean
  readonly tail: string
}

export interface ToolOptions {
  readonly timeoutMs: number
  readonly cwd?: string
  readonly signal?: AbortSignal | undefined
}

/** Runs a program without a shell and without input. Rejects only if it cannot be started or `signal` aborts. */
export function runTool(
  program: string,
  args: readonly string[],
  { timeoutMs, cwd, signal }: ToolOptions,
): Promise<ToolRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(cwd === undefined ? {} : { cwd }),
      ...(signal === undefined ? {} : { signal }),
    })
    const tail = outputTail()
    let timedOut = false
    const timer = setTimeout(() => {
      timedOut = true
      child.kill('SIGKILL')
    }, timeoutMs)
    child.stdout.on('data', tail.take)
    child.stderr.on('data', tail.take)
    child.on('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    child.on('close', (exitCode) => {
      clearTimeout(timer)
      resolve({ exitCode, timedOut, tail: tail.text() })
    })
  })
}
