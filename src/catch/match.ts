import { findToken, openToken, type Seal, type Token, type TokenId } from '../core/index.ts'
import type { Sighting } from './conversation.ts'

/** Finds our tokens in what was asked for. The one place where that is decided. */
export interface TokenMatcher {
  /** The first valid token in what was asked for, or `null`. */
  tokenOf(sighting: Pick<Sighting, 'asked'>): Token | null
  /** Whether the token in `name` lets the one who asks go on; fits `ListenerSettings.mayGoOn`. */
  mayGoOn(name: string): boolean
}

interface Match {
  readonly token: Token
  readonly id: TokenId
}

/**
 * Matches under each of `seals`: the keys of all scans that this listener serves. Costs one HMAC per key for a
 * name with one candidate, also when it is asked about twice in a row, to answer and to record it.
 */
export function tokenMatcher(seals: readonly Seal[]): TokenMatcher {
  const remembered = seals.map(remembering)
  const match = (text: string): Match | null => matchUnderAny(text, remembered)

  return {
    tokenOf: ({ asked }) => (asked === null ? null : (match(asked)?.token ?? null)),
    mayGoOn: (name) => match(name)?.id.intent === 'confirm',
  }
}

/** Finding a token, opening it and finding it again ask for the same seal one after the other. */
function remembering(seal: Seal): Seal {
  let last = ''
  let mac = seal(last)
  return (text) => {
    if (text !== last) mac = seal(text)
    last = text
    return mac
  }
}

function matchUnderAny(text: string, seals: readonly Seal[]): Match | null {
  for (const seal of seals) {
    const token = findToken(text, seal)
    const id = token === null ? null : openToken(token, seal)
    if (token !== null && id !== null) return { token, id }
  }
  return null
}
