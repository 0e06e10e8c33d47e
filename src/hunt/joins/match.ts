import { type AttackFinding, isPrivate, type Outcome, readAddress } from '../../core/index.ts'
import type { Outgoing } from '../outgoing.ts'
import { askedAs, type Callee, isEvaluated, plain, tokenIn } from './callee.ts'

/** That a record may have come of an attack, how strongly, and why. */
export interface Match {
  readonly outcome: Outcome
  /** Who did what. */
  readonly what: string
  /** Why it counts as it does; empty where it only may have come of the attack. */
  readonly why: string
}

/**
 * What a record of somebody who went out says of an attack; `null`: nothing. `isLiteral`: whether some attack has the name as
 * it is asked for, so that it can be had without evaluating anything. `isAnswer`: whether its name was answered with an
 * address.
 */
export function matchOf(
  { from }: Pick<AttackFinding, 'from'>,
  callee: Callee,
  saw: Outgoing,
  isLiteral: boolean,
  isAnswer: (address: string) => boolean,
): Match | null {
  if (saw.is === 'dns-answer') return null
  // An attacker who asks for the own name, or connects to the own server, is no victim; one behind a proxy of ours may be.
  if (saw.by !== null && saw.by === from && !isInternal(from)) return null
  const token = tokenIn(saw.is === 'dns-query' ? saw.name : (saw.asked ?? ''))
  if (token !== null && callee.token !== null && token !== callee.token) return null
  const isOwn = token !== null && token === callee.token
  if (saw.is === 'dns-query')
    return (callee.isDirect ? askedDirectly(callee, saw) : null) ?? asked(callee, saw, isLiteral)
  return connected(callee, saw, isOwn, isAnswer)
}

/** `dns://192.0.2.9/name`: that very server is asked, which nobody does who only resolves a host. */
function askedDirectly(callee: Callee, saw: Extract<Outgoing, { is: 'dns-query' }>): Match | null {
  if (saw.name.toLowerCase() !== callee.asks) return null
  const what = `${saw.by ?? 'somebody'} asked for ${saw.name}`
  return saw.isOurs === true
    ? { outcome: 'callback-seen', what, why: 'our own listener was asked itself, with the token of this very payload' }
    : { outcome: 'likely', what, why: '' }
}

function asked(callee: Callee, saw: Extract<Outgoing, { is: 'dns-query' }>, isLiteral: boolean): Match | null {
  const name = saw.name.toLowerCase()
  const what = `${saw.by ?? 'somebody'} asked for ${saw.name}`
  if (callee.isOpen) {
    if (!isEvaluated(callee, name)) return null
    return { outcome: 'callback-seen', what, why: 'values of a process stand in it, which only evaluation puts there' }
  }
  if (name !== (callee.isDomain ? `_ldap._tcp.${callee.key}` : callee.key)) return null
  // Machines of a domain ask for its servers all the time.
  if (isLiteral || callee.isDomain) return { outcome: 'likely', what, why: '' }
  return { outcome: 'callback-seen', what, why: 'nobody wrote the name so: only evaluation makes it' }
}

function connected(
  callee: Callee,
  saw: Extract<Outgoing, { is: 'connection' }>,
  isOwn: boolean,
  isAnswer: (address: string) => boolean,
): Match | null {
  const { to, name, port, by, protocol, asked: wanted, isOurs } = saw
  const reached = [name, to].some((each) => each !== null && isCallee(callee, each))
  const isAnswered = !reached && to !== null && !callee.isOpen && isAnswer(plain(to))
  const isThere = (reached || isAnswered) && (port === null || callee.port === null || port === callee.port)
  if (!isThere && !isOwn) return null
  const place = `${name ?? to ?? 'a host'}${port === null ? '' : `:${port}`}`
  const spoken = protocol !== null && isLookup(protocol)
  // One server serves many payloads.
  const isOther = wanted !== undefined && wanted !== '' && callee.asks !== null && askedAs(wanted) !== callee.asks
  if (spoken && isOther && !isOwn) return null
  const how = protocol === null || protocol === 'tcp' || protocol === 'udp' ? '' : ` by ${protocol.toUpperCase()}`
  const answer = isAnswered ? `, which ${callee.key} was answered with` : ''
  const what = `${by ?? 'somebody'} connected to ${place}${answer}${how}${wanted === undefined || wanted === '' ? '' : `, for ${wanted.slice(0, 200)}`}`
  if (isOwn && spoken) {
    const why =
      isOurs === true ? 'our own listener knew the token of this very payload' : 'it has the token of this very payload'
    return { outcome: 'callback-seen', what, why }
  }
  return spoken
    ? {
        outcome: 'callback-seen',
        what,
        why: 'programs that read a log, or follow links in it, do not speak this protocol',
      }
    : { outcome: 'likely', what, why: '' }
}

function isLookup(protocol: string): boolean {
  return /^(?:ldaps?|rmi|jrmp)\b/i.test(protocol)
}

function isCallee({ key }: Callee, seen: string): boolean {
  return plain(seen) === key
}

function isInternal(address: string): boolean {
  const read = readAddress(address)
  return read !== null && isPrivate(read)
}
