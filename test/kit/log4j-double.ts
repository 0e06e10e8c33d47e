import { findToken, type Interaction, instantOfEpoch, millis, type Seal } from '../../src/core/index.ts'
import type { Callbacks, Outcome, Outgoing, Web } from '../../src/probe/index.ts'

/** What a service double does with one request. */
export interface Behaviour {
  /** Status for a request; its head is given as text. */
  readonly status?: (head: string) => number
  /** Header names whose values the service logs through a vulnerable Log4j, lower case. */
  readonly logs?: readonly string[]
  /** What the JVM can reach: lookups by these providers call back. */
  readonly egress?: readonly ('dns' | 'ldap')[]
  /** What becomes of every request instead of an answer. */
  readonly fails?: Extract<Outcome, { is: 'failed' }>['because']
  readonly location?: string
}

/**
 * A web of service doubles for tests of the engine, where a JVM would be too slow: band C services, told by host
 * name. It reads payloads of the two forms that the engine sends by default; real services are in the lab.
 */
export function webDouble(seal: Seal, services: Readonly<Record<string, Behaviour>>) {
  const listeners: ((interaction: Interaction) => void)[] = []
  const sent: { host: string; head: string }[] = []
  let seq = 0
  let now = 1_000
  const answer = (host: string, head: string): Outcome => {
    const { status = () => 200, fails, location = null } = services[host] ?? {}
    const base = { sentAt: instantOfEpoch(now), tookMs: millis(1) }
    const peer = { address: '127.0.0.1', port: 80 }
    if (fails === undefined) return { is: 'answered', status: status(head), location, peer, certificate: null, ...base }
    const connected = !['unreachable', 'unresolvable', 'out-of-scope'].includes(fails)
    return { is: 'failed', because: fails, connected, detail: 'so the test wants it', peer: null, ...base }
  }
  const log = (host: string, head: string): void => {
    const { logs = [], egress = ['dns', 'ldap'] } = services[host] ?? {}
    for (const line of head.split('\r\n').slice(1)) {
      const [name = '', value = ''] = line.split(/: (.*)/s)
      if (!logs.includes(name.toLowerCase())) continue
      for (const scheme of egress) if (value.includes(`jndi:${scheme}:`)) callBack(scheme, value)
    }
  }
  const callBack = (scheme: 'dns' | 'ldap', value: string): void => {
    const token = findToken(value, seal)
    if (token === null) return
    const interaction: Interaction = {
      seq: ++seq,
      channel: scheme,
      transport: scheme === 'dns' ? 'udp' : 'tcp',
      at: instantOfEpoch(now),
      peer: { address: '127.0.0.1', port: 40_000 },
      local: { address: '127.0.0.1', port: scheme === 'dns' ? 5353 : 1389 },
      did: scheme === 'dns' ? 'TXT' : 'search',
      asked: scheme === 'dns' ? token : `${token}/y`,
      token,
      raw: new TextEncoder().encode(value),
    }
    for (const hear of listeners) hear(interaction)
  }
  const web: Web = {
    send({ to, bytes }: Outgoing) {
      now++
      const head = new TextDecoder('latin1').decode(bytes).split('\r\n\r\n')[0] ?? ''
      sent.push({ host: to.host, head })
      const outcome = answer(to.host, head)
      if (outcome.is === 'answered' && outcome.status < 400) log(to.host, head)
      return Promise.resolve(outcome)
    },
  }
  const callbacks: Callbacks = {
    subscribe: (hear) => void listeners.push(hear),
    addressFor: () => Promise.resolve({ zone: null, address: '127.0.0.1', dnsPort: 5353, tcpPort: 1389 }),
  }
  return { web, callbacks, sent }
}
