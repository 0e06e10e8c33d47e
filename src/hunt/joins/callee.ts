import { type AttackFinding, readAddress, readHostAddress, showAddress } from '../../core/index.ts'

/** Whom an attack would have a JVM call, as logs of who went out may name it. */
export interface Callee {
  /** A name in lower case, or an address; where values of the process stand before it, what follows them. */
  readonly key: string
  /** Whether values of the process stand before it: `${env:USER}.evil.example`. */
  readonly isOpen: boolean
  /** The labels of the name before the key, values in place, as they are written. */
  readonly open: readonly string[]
  /** Whether servers of a domain are asked for, as records of their own: `_ldap._tcp.evil.example`. */
  readonly isDomain: boolean
  readonly port: number | null
  /** What is asked for there, as it is compared; `null` where that is not known, or values of the process stand in it. */
  readonly asks: string | null
  /** Whether it is a name that a server of names is asked for itself: `dns://192.0.2.9/name`. */
  readonly isDirect: boolean
  /** The token of ours that it looks to have. */
  readonly token: string | null
}

/** `null`: nothing that another log could name. */
export function calleeOf({ lookup }: AttackFinding): Callee | null {
  const { scheme, host, port, path, domain } = lookup
  const named = host ?? domain ?? (scheme === 'dns' ? path : null)
  if (named === null || named === '') return null
  const name = plain(named)
  const { key, open } = fixedPart(name)
  if (key.length < leastKey || key.length > mostKey || key === 'localhost' || !/^[\x21-\x7e]+$/.test(key)) return null
  return {
    key: host === null || open.length > 0 ? key : addressOf(key),
    isOpen: open.length > 0,
    open,
    isDomain: host === null && domain !== null,
    port: host === null ? null : port,
    asks: host === null || path === null || path === '' || path.includes('${') ? null : askedAs(path),
    isDirect: host !== null && scheme === 'dns',
    token: tokenIn(`${name}/${path ?? ''}`),
  }
}

/** Shorter ones stand in too many words. */
const leastKey = 4
/** Of a name of DNS. */
const mostKey = 253

/** In lower case, without brackets or the dot of the root; addresses have several spellings. */
export function plain(host: string): string {
  const bare = host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
  const address = bare.includes(':') ? readAddress(bare) : null
  return address === null ? bare : showAddress(address)
}

/** What stands behind the last value, from the next label on; all of it if there is no value. */
function fixedPart(name: string): { readonly key: string; readonly open: readonly string[] } {
  const last = name.lastIndexOf('}')
  if (last < 0) return { key: name, open: [] }
  const dot = name.indexOf('.', last)
  if (dot < 0 || name.includes('${', dot)) return { key: '', open: [] }
  const before = name.slice(0, dot).replace(values, '\0')
  return { key: name.slice(dot + 1), open: before.split('.') }
}

const values = /\$\{[^${}]{0,500}\}/g

/** A name as it was asked for, whoever wrote it: without the slash before it, its escapes undone. */
export function askedAs(path: string): string {
  const bare = path.replace(/^\//, '').toLowerCase()
  try {
    return decodeURIComponent(bare)
  } catch {
    return bare
  }
}

/** An address in the form in which others write it, whichever a JVM takes for it. */
function addressOf(host: string): string {
  const address = readHostAddress(host)
  return address === null ? host : showAddress(address)
}

/** Twenty characters of base32 by themselves: a token has no other mark without its key. */
export function tokenIn(text: string): string | null {
  return /(?<![a-z0-9])[a-z2-7]{20}(?![a-z0-9])/i.exec(text)?.[0].toLowerCase() ?? null
}

/** Whether a name is what evaluation makes of one with values in it: each value some text, the rest as it is written. */
export function isEvaluated({ key, open }: Callee, name: string): boolean {
  if (!name.endsWith(`.${key}`)) return false
  const labels = name.slice(0, -key.length - 1).split('.')
  // A value may hold dots itself.
  if (labels.length < open.length) return false
  return open.every((label, i) => label.includes('\0') || labels.includes(label, i))
}
