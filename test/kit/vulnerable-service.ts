import { createSocket } from 'node:dgram'
import { createServer, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import * as dnsPacket from 'dns-packet'
import { afterEach } from 'vitest'

/** One request as it arrived, before the service did anything with it. */
export interface Received {
  readonly method: string
  readonly url: string
  readonly headers: readonly string[]
}

export interface VulnerableService {
  readonly url: string
  readonly received: Received[]
  close(): Promise<void>
}

const open: VulnerableService[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((service) => service.close()))
})

/**
 * A loopback service that behaves as one with Log4j 2.14.1 that logs some headers, where a JVM would be too slow
 * or too heavy: it really asks the DNS server or connects to the LDAP server that a plain lookup names, waits for
 * the end of it, and answers then. Only the two forms that a probe sends by default are understood; everything
 * else is proven against real Log4j in the lab.
 */
export async function startVulnerableService(logged: readonly string[]): Promise<VulnerableService> {
  const received: Received[] = []
  const server = createServer((request, response) => {
    received.push({ method: request.method ?? '', url: request.url ?? '', headers: request.rawHeaders })
    request.resume()
    void log(request, logged).then(() => response.end('ok'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const service: VulnerableService = {
    url: `http://127.0.0.1:${address.port}/`,
    received,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  open.push(service)
  return service
}

async function log(request: IncomingMessage, logged: readonly string[]): Promise<void> {
  for (const name of logged) {
    const value = request.headers[name]
    if (typeof value === 'string') await evaluate(value)
  }
}

async function evaluate(value: string): Promise<void> {
  const [, scheme = '', host = '', port = '', path = ''] =
    /\$\{jndi:(dns|ldap):\/\/([\d.]+):(\d+)\/([^}$]*)/.exec(value) ?? []
  if (scheme === 'dns') await askDns(host, Number(port), path)
  if (scheme === 'ldap') await askLdap(host, Number(port), `${path}${value.includes('${lower:Y') ? 'y' : ''}`)
}

/** As the JNDI DNS provider does: one TXT query, asked again after 1 s, 2 s and 4 s without an answer. */
async function askDns(host: string, port: number, name: string): Promise<void> {
  const query = dnsPacket.encode({ type: 'query', id: 1, flags: 0x100, questions: [{ type: 'TXT', name }] })
  for (const patienceMs of [1_000, 2_000, 4_000]) {
    const socket = createSocket('udp4')
    const answered = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), patienceMs)
      const settle = (result: boolean): void => {
        clearTimeout(timer)
        resolve(result)
      }
      socket.on('message', () => settle(true))
      // A refused port is reported on the next send; the JVM waits for its timeout then, and so do we.
      socket.on('error', () => undefined)
      socket.send(query, port, host)
    })
    socket.close()
    if (answered) return
  }
}

/** As the JNDI LDAP provider does: anonymous bind, base search for the name; a refused connection ends it. */
async function askLdap(host: string, port: number, name: string): Promise<void> {
  const base = Buffer.from(name)
  const search = Buffer.concat([
    Buffer.from([0x04, base.length]),
    base,
    Buffer.from('0a01000a0103020100020100010100870b6f626a656374436c6173733000', 'hex'),
  ])
  const message = Buffer.concat([Buffer.from([0x30, search.length + 5, 0x02, 0x01, 0x02, 0x63, search.length]), search])
  await new Promise<void>((resolve) => {
    const socket = connect(port, host, () => socket.write(Buffer.from('300c020101600702010304008000', 'hex')))
    let answers = 0
    socket.on('data', () => {
      answers++
      if (answers === 1) socket.write(message)
      else socket.end()
    })
    socket.setTimeout(5_000, () => socket.destroy())
    socket.on('error', () => undefined)
    socket.on('close', () => resolve())
  })
}
