import { problem } from '../../core/index.ts'
import { type LabRequest, labServers } from '../../node/index.ts'

export const labUnknownServer = problem('LAB_UNKNOWN_SERVER', (asked: string | undefined) => ({
  message: asked === undefined ? 'lab start needs the name of a server' : `the lab has no server ${asked}`,
  hint: `Choose one of ${labServers.map(({ name }) => name).join(', ')}.`,
}))

export const labBadPort = problem('LAB_BAD_PORT', (text: string) => ({
  message: `--port ${text} is not a port number`,
  hint: 'Give a number from 1 to 65535, or 0 for a free one.',
}))

export const labBadLayout = problem('LAB_BAD_LAYOUT', (text: string) => ({
  message: `the lab has no layout ${text}`,
  hint: 'Choose message or ctx.',
}))

/** What `lab start` was asked for. Throws a Problem for what the lab does not have. */
export function readLabRequest(asked: string | undefined, options: Readonly<Record<string, unknown>>): LabRequest {
  const server = labServers.find(({ name }) => name === asked)
  if (server === undefined) throw labUnknownServer(asked)
  const { log, context } = options
  return {
    server: server.name,
    log4j: String(options['log4j']),
    port: readPort(String(options['port'])),
    layout: readLayout(String(options['layout'])),
    noLookups: options['lookups'] === false,
    ...(typeof log === 'string' ? { log } : {}),
    ...(typeof context === 'string' ? { context } : {}),
  }
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= 65_535)) throw labBadPort(text)
  return port
}

function readLayout(text: string): 'message' | 'ctx' {
  if (text !== 'message' && text !== 'ctx') throw labBadLayout(text)
  return text
}
