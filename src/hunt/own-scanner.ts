import { type AttackFinding, findToken, type Seal } from '../core/index.ts'

/** What is said of an attack that a probe of ours sent. */
export const ownVerified = 'fireline probe (its token is sealed under the key that was given)'
export const ownUnverified = 'fireline probe, by the look of its token (not verified under a key)'

/** A callback to a listener of ours is no break-in. */
const ownRemedy =
  'Your own probe was called back: nothing was broken into by that, but what logged it evaluates lookups. Update its log4j-core, and look for attacks of others in its logs.'

/**
 * Recognises what `fireline probe` sent by its token. With a key that is certain; without one it is the look of it, which
 * anybody can copy. Either way it is marked only, and never left out.
 */
export class OwnScanner {
  readonly #seal: Seal | null

  constructor(seal: Seal | null) {
    this.#seal = seal
  }

  /** The same finding, marked if it is one of ours. */
  marked(finding: AttackFinding): AttackFinding {
    const { host, path } = finding.lookup
    if (!mayHoldToken(host) && !mayHoldToken(path)) return finding
    if (this.#seal !== null && findToken(`${host ?? ''}/${path ?? ''}`, this.#seal) !== null)
      return { ...finding, scanner: ownVerified, ...(finding.outcome === 'callback-seen' ? { remedy: ownRemedy } : {}) }
    return looksOwn(host ?? '', path ?? '') ? { ...finding, scanner: ownUnverified } : finding
  }
}

function mayHoldToken(text: string | null): boolean {
  return text !== null && text.length >= 20 && /[a-z2-7]{20}/i.test(text)
}

/** The token alone begins the path, and where the host is a name, it is a label of it: `TOKEN.zone:port/TOKEN/n`. */
function looksOwn(host: string, path: string): boolean {
  const token = /^([a-z2-7]{20})(?:\/[ny])?$/i.exec(path)?.[1]?.toLowerCase()
  if (token === undefined) return false
  const isAddress = /^[\d.]+$/.test(host) || host.includes(':')
  return isAddress || host.toLowerCase().split('.').includes(token)
}
