import { Problem, problem } from '../../core/index.ts'
import { type LabService, runSelf, startLab } from '../../node/index.ts'
import type { ExitCode } from '../command.ts'
import type { Io } from '../io.ts'

export const labNotProven = problem('LAB_NOT_PROVEN', (exitCode: number, said: string) => ({
  message: `the probe ended with ${exitCode} and did not prove the vulnerable service. The service said:\n${said}`,
  hint: 'Report this as a defect of Fireline, with the text above.',
}))

/** Exit code of `probe` when something is vulnerable. */
const vulnerable = 1

const wayOn = `
To probe a service of your own, which you are authorised to test:

  npx fireline probe https://your.own.service/

`

/**
 * Starts a vulnerable service, probes it with the very command that a user would type, and leaves its proof on the
 * screen. 0 if it was proven, 3 if the machine lacks what the lab needs; then it says what, and how to get it.
 */
export async function demonstrate(io: Io): Promise<ExitCode> {
  const service = await started(io)
  if (service === null) return 3
  try {
    await io.print(`$ fireline probe ${service.url}\n`)
    const exitCode = await runSelf(['probe', service.url])
    if (exitCode !== vulnerable) throw labNotProven(exitCode, service.tail().trimEnd())
    await io.print(wayOn)
    return 0
  } finally {
    await service.stop()
  }
}

async function started(io: Io): Promise<LabService | null> {
  try {
    const service = await startLab(
      { server: 'sun', log4j: '2.14.1' },
      { tell: (text) => io.tell(text), signal: io.signal },
    )
    io.tell(`A real service that logs with Log4j ${service.log4j} runs at ${service.url}, on loopback only.\n\n`)
    return service
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    io.tell(`fireline: ${error.message}\n  ${error.hint} (${error.code})\n`)
    await io.print(wayOn)
    return null
  }
}
