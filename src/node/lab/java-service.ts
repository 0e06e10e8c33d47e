import { type ChildProcess, spawn } from 'node:child_process'
import { problem } from '../../core/index.ts'
import { outputTail } from './output-tail.ts'

export const labDidNotStart = problem('LAB_DID_NOT_START', (name: string, why: string, said: string) => ({
  message: `${name} did not start: ${why}${said === '' ? '' : `. It said:\n${said}`}`,
  hint: 'Choose another --port if that one is taken; otherwise start it again with a JDK of release 17 or 21.',
}))

/** A Java process that said READY. */
export interface JavaService {
  readonly port: number
  /** The release it found on its class path. */
  readonly log4j: string
  /** The last 16 KiB of what it said. */
  tail(): string
  /** Ends it; resolves when it is gone. */
  stop(): Promise<void>
  /** Resolves when it is gone, whoever ended it. */
  readonly ended: Promise<void>
}

export interface JavaStart {
  readonly args: readonly string[]
  /** Its working directory. */
  readonly folder: string
  /** For problems. */
  readonly name: string
  /** Called once, when the process is gone. */
  readonly onEnd: () => Promise<void>
}

/** A JVM needs about a second; a machine busy with many of them may need twenty. */
const startTimeoutMs = 60_000
const stopTimeoutMs = 3_000

/**
 * For a fast start and a small heap; and so that a vulnerable service stays a harmless one: no callback, whoever
 * answers it, is turned into an object (JEP 290's filter refuses every class).
 */
const jvmFlags = [
  '-XX:TieredStopAtLevel=1',
  '-XX:+UseSerialGC',
  '-Xshare:auto',
  '-Xmx128m',
  '-Djdk.serialFilter=!*',
  '-Dcom.sun.jndi.ldap.object.trustURLCodebase=false',
  '-Dcom.sun.jndi.ldap.object.trustSerialData=false',
  '-Dcom.sun.jndi.rmi.object.trustURLCodebase=false',
]

/** Starts a Java service and waits for its READY. Throws a Problem if it ends or stays silent instead. */
export async function startJava(java: string, { args, folder, name, onEnd }: JavaStart): Promise<JavaService> {
  const child = spawn(java, [...jvmFlags, ...args], {
    cwd: folder,
    env: bareEnvironment(),
    stdio: 'pipe',
    // Its own process group: Ctrl-C is for us, and we end it in order. Should we die, its standard input ends.
    detached: true,
  })
  const tail = outputTail()
  child.stderr.on('data', tail.take)
  child.stdout.on('data', tail.take)
  // It may die before it reads its standard input; that shows in `close`.
  child.stdin.on('error', () => undefined)
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve())).then(onEnd)
  const stop = async (): Promise<void> => {
    child.stdin.end()
    const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs)
    await ended
    clearTimeout(timer)
  }
  const ready = await readyOf(child, tail.text)
  if (typeof ready === 'string') {
    await stop()
    throw labDidNotStart(name, ready, tail.text().trimEnd())
  }
  return { ...ready, tail: tail.text, stop, ended }
}

/** What a lookup could read is not the operator's business to lose: no environment but what a JVM needs. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const { PATH, LANG, TZ } = process.env
  return Object.fromEntries(Object.entries({ PATH, LANG, TZ }).filter(([, value]) => value !== undefined))
}

/** The port and release of the READY line, or why there is none. */
function readyOf(
  child: ChildProcess,
  said: () => string,
): Promise<{ readonly port: number; readonly log4j: string } | string> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(`nothing came for ${startTimeoutMs / 1_000} s`), startTimeoutMs)
    const settle = (outcome: { readonly port: number; readonly log4j: string } | string): void => {
      clearTimeout(timer)
      child.stdout?.off('data', look)
      resolve(outcome)
    }
    const look = (): void => {
      const [, port, log4j] = /^READY (\d+) log4j=(\S+)$/m.exec(said()) ?? []
      if (port !== undefined && log4j !== undefined) settle({ port: Number(port), log4j })
    }
    child.stdout?.on('data', look)
    child.once('error', (error) => settle(error.message))
    child.once('close', (code, signal) => settle(`it ended with ${signal ?? `code ${code}`}`))
  })
}
