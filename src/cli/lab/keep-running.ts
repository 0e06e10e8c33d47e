import { once } from 'node:events'
import { problem } from '../../core/index.ts'
import type { LabRequest, LabService } from '../../node/index.ts'
import type { ExitCode } from '../command.ts'
import type { Io } from '../io.ts'

export const labServiceEnded = problem('LAB_SERVICE_ENDED', (url: string, said: string) => ({
  message: `the service at ${url} ended by itself. It said:\n${said}`,
  hint: 'Start it again; if it happens again, choose another release or server.',
}))

/** Says how to reach the service and keeps it until Ctrl-C. */
export async function keepRunning(service: LabService, request: LabRequest, io: Io): Promise<ExitCode> {
  await io.print(`${introduction(service, request).join('\n')}\n`)
  io.tell('Deliberately vulnerable; it listens on 127.0.0.1 only. Ctrl-C ends it.\n')
  const asked = io.signal.aborted ? Promise.resolve() : once(io.signal, 'abort').then(() => undefined)
  await Promise.race([asked, service.ended])
  if (!io.signal.aborted) throw labServiceEnded(service.url, service.tail().trimEnd())
  await service.stop()
  return 0
}

function introduction(service: LabService, { server, layout, noLookups = false }: LabRequest): readonly string[] {
  const mitigation = noLookups ? ', log4j2.formatMsgNoLookups=true' : ''
  const what = `${server} with Log4j ${service.log4j}${mitigation}`
  if (layout !== 'ctx') return [`${service.url}  ${what}`, '', 'Try:', `  fireline probe ${service.url}`]
  return [
    `${service.url}  ${what}, context lookup in its layout`,
    '',
    'Try, with a listener on this host (fireline catch --on-host):',
    `  curl -H 'X-Login-Id: \${jndi:ldap://127.0.0.1:LISTENER_PORT/token}' ${service.url}`,
  ]
}
