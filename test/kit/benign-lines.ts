import { type Chance, chance } from './chance.ts'

/**
 * Lines as logs, configurations and sources have them, many with templates in braces that resemble lookups, none of them an
 * attack. The same seed gives the same lines; words and their order vary, not numbers alone.
 */
export function* benignLines(count: number, seed = 1): Generator<string, void, undefined> {
  const write = new Writer(chance(seed))
  for (let i = 0; i < count; i++) yield write.line()
}

const nouns =
  'account order session cart invoice catalog search report upload worker queue gateway shard replica tenant billing profile image cache index token event batch export schedule mailer audit metric ledger stock price route device sensor ticket review thread archive backup cluster leader partition offset retry release artifact module plugin build deploy chart ingress secret volume config registry'.split(
    ' ',
  )
const verbs =
  'opened closed started stopped merged split flushed wrote read retried dropped accepted refused renewed'.split(' ')
const suffixes =
  'version dir path url name id home port host file root user group timeout level pattern size count prefix'.split(' ')
const unicode = ['Zürich', 'naïve', 'δοκιμή', 'тест', '日本語', 'emoji 🙂', 'ﬁle', 'ıstanbul', 'ſtrange', 'K']
const methods = ['GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE']
const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR']
/** As people and programs encode what they search for, prices and templates of their own among it. */
const escapes =
  '%20 %2F %3A %3D %26 %2C %22 %25 %2520 %24 %24%2420 %7B %7D %7Bid%7D %257B %E2%82%AC %C3%A9 %u20AC + %5C %5Cu %0A %24%7B %26%2336 %2524'.split(
    ' ',
  )

type Kind = (writer: Writer) => string

class Writer {
  readonly #chance: Chance

  constructor(from: Chance) {
    this.#chance = from
  }

  line(): string {
    return this.one(kinds)(this)
  }

  n(below: number): number {
    return this.#chance.below(below)
  }

  one<T>(list: readonly T[]): T {
    const each = list[this.n(list.length)]
    if (each === undefined) throw new Error('nothing to choose from')
    return each
  }

  noun(): string {
    return this.one(nouns)
  }

  /** `order.cache-timeout` and its like. */
  key(): string {
    return `${this.noun()}${this.one(['.', '-', '_', '.'])}${this.noun()}${this.one(['.', '-', '_'])}${this.one(suffixes)}`
  }

  upper(): string {
    return `${this.noun()}_${this.one(suffixes)}`.toUpperCase()
  }

  class(): string {
    const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
    return `${capital(this.noun())}${capital(this.noun())}`
  }

  two(below: number): string {
    return String(this.n(below)).padStart(2, '0')
  }

  time(): string {
    return `${this.two(24)}:${this.two(60)}:${this.two(60)}`
  }

  day(): string {
    return `20${18 + this.n(9)}-${this.two(12)}-${this.two(28)}`
  }

  address(): string {
    return this.n(8) === 0
      ? `2001:db8::${this.n(65_536).toString(16)}`
      : `${1 + this.n(223)}.${this.n(256)}.${this.n(256)}.${this.n(256)}`
  }

  hex(digits: number): string {
    return Array.from({ length: digits }, () => this.n(16).toString(16)).join('')
  }

  path(): string {
    const query = Array.from(
      { length: this.n(4) },
      () => `${this.noun()}=${this.noun()}${this.one(escapes)}${this.noun()}`,
    )
    return `/${this.noun()}/${this.noun()}${query.length === 0 ? '' : `?${query.join('&')}`}`
  }

  /** What stands between `${` and `}` in a language of templates: never the name of a lookup that asks anybody. */
  shellValue(): string {
    const name = this.upper()
    return this.one([
      name,
      `${name}:-${this.noun()}`,
      `${name}:-`,
      `${name}:=${this.noun()}`,
      `${name}:?${this.noun()} is not set`,
      `${name}:+--${this.noun()}`,
      `${name}%%.*`,
      `${name}##*/`,
      `${name}//${this.noun()}/${this.noun()}`,
      `${name}[@]`,
      `#${name}[@]`,
      `!${name}@`,
      `${name}:${this.n(9)}:${this.n(9)}`,
      `${name}:-\${${this.upper()}:-${this.noun()}}`,
      `${name}:-$(hostname -f)`,
      `${name}^^`,
    ])
  }
}

const kinds: readonly Kind[] = [
  // Sources and configurations.
  (w) =>
    `    <${w.one(suffixes)}>\${${w.one(['project', 'revision', 'env', 'settings', 'maven'])}.${w.key()}}</${w.one(suffixes)}>`,
  (w) =>
    `        <${w.noun()}.${w.one(suffixes)}>\${${w.key()}}-\${${w.one(['env.HOME', 'user.name', 'os.name', 'java.version', 'basedir'])}}</${w.noun()}>`,
  (w) => `<argument>\${env:${w.upper()}}/\${sys:${w.key()}:-${w.noun()}}</argument>`,
  (w) => `export ${w.upper()}="\${${w.shellValue()}}/\${${w.shellValue()}}"`,
  (w) => `  [[ -z "\${${w.shellValue()}}" ]] && echo "${w.noun()}: \${${w.shellValue()}}" >&2`,
  (w) => `+ for ${w.noun()} in "\${${w.upper()}[@]}"; do ${w.noun()} --${w.noun()}="\${${w.shellValue()}}"; done`,
  (w) => `          image: "{{ .Values.${w.noun()}.${w.one(suffixes)} }}:\${${w.upper()}:-${w.n(9)}.${w.n(30)}}"`,
  (w) => `      - name: ${w.upper()}\n        value: $(${w.upper()})-\${${w.upper()}}`.replace('\n', ' '),
  (w) =>
    `  ${w.noun()}: \${{ secrets.${w.upper()} }} if: \${{ github.event_name == '${w.noun()}' && !contains(github.ref, '${w.noun()}') }}`,
  (w) =>
    `resource "aws_${w.noun()}" "${w.noun()}" { name = "\${var.${w.noun()}}-\${local.${w.noun()}["${w.noun()}"]}-\${count.index}" }`,
  (w) =>
    `  policy = "\${jsonencode(data.${w.noun()}.${w.noun()})}" path = "\${path.module}/%{ if ${w.noun()} }${w.noun()}%{ endif }"`,
  (w) =>
    `  console.log(\`\${${w.noun()}.${w.one(suffixes)}} ${w.one(verbs)} \${${w.noun()} ? \`\${${w.noun()}}ms\` : '${w.noun()}'}\`)`,
  (w) => `const ${w.noun()} = html\`<a href="\${url(${w.noun()})}">\${{ ${w.noun()}: ${w.n(99)} }.${w.noun()}}</a>\``,
  (w) => `${w.key()}=\${${w.key()}:${w.noun()}}`,
  (w) => `${w.key()}=\${${w.upper()}:\${${w.key()}:${w.n(9_000)}}} #{\${${w.key()}} * ${w.n(99)}}`,
  (w) => `@Value("\${${w.key()}:#{null}}") private String ${w.noun()};`,
  (w) => `<Property name="${w.noun()}">\${sys:${w.key()}:-\${env:${w.upper()}:-${w.noun()}}}</Property>`,
  (w) =>
    `<RollingFile fileName="\${sys:catalina.base}/logs/\${hostName}-${w.noun()}.log" filePattern="\${date:yyyy-MM}/${w.noun()}-%d{yyyy-MM-dd}-%i.log.gz">`,
  (w) =>
    `<PatternLayout pattern="%d{ISO8601} [%t] %-5level \${ctx:${w.noun()}} \${bundle:application:${w.key()}} \${web:rootDir} - %msg%n"/>`,
  (w) =>
    `<AppenderRef ref="\${sd:type}"/> <Routes pattern="$\${ctx:${w.noun()}}"> <fileName>\${main:--${w.noun()}}</fileName>`,
  (w) =>
    `<property name="${w.noun()}" value="\${${w.noun()}:-${w.noun()}}" scope="context"/> <springProperty source="${w.key()}"/>`,
  (w) =>
    `Template: ${w.noun()}/\${${w.upper()}} Description: \${Package} \${source:Version} (= \${binary:Version}), \${misc:Depends}, \${shlibs:Depends}`,
  (w) => `dpkg-query -W -f='\${db:Status-Abbrev}\${Package}_\${Version}\\n' ${w.noun()}`,
  (w) =>
    `set(${w.upper()} "\${CMAKE_CURRENT_SOURCE_DIR}/\${${w.upper()}}" $ENV{${w.upper()}} $<TARGET_FILE:${w.noun()}>)`,
  (w) =>
    `  proxy_set_header X-${w.class()} $\{${w.noun()}\}; log_format ${w.noun()} '\${remote_addr} "\${request}" \${status}';`,
  (w) =>
    `$${w.noun()} = "\${env:${w.upper()}}\\${w.noun()}"; Write-Host "\${${w.noun()}}: $(\${${w.noun()}}.${w.class()})"`,
  (w) => `print "\${\\($${w.noun()})} @{[ ${w.noun()} ]} \${^MATCH} $\{${w.noun()}\}->{${w.noun()}}";`,
  (w) =>
    `task ${w.noun()}(type: ${w.class()}) { description "\${project.name}:\${version}" into "$buildDir/\${it.name}" }`,
  (w) => `val ${w.noun()} = s"\${${w.noun()}.${w.noun()}}%d \${if (${w.noun()}) "${w.noun()}" else "${w.noun()}"}"`,
  (w) =>
    `<h:outputText value="#{${w.noun()}Bean.${w.noun()}}" rendered="\${not empty ${w.noun()} and fn:length(${w.noun()}) gt ${w.n(9)}}"/>`,
  (w) => `  <exec command="\${ant.home}/bin/${w.noun()} -D${w.key()}=\${${w.key()}} @{${w.noun()}}"/>`,
  () => `PS1='\\u@\\h:\\w\\$ ' \\x1b[0m \\044 \\u00e9 \${debian_chroot:+($debian_chroot)}`,
  // Logs.
  (w) =>
    `${w.address()} - ${w.one(['-', w.noun()])} [${w.two(28)}/Dec/2021:${w.time()} +0000] "${w.one(methods)} ${w.path()} HTTP/1.1" ${w.n(600)} ${w.n(99_999)} "https://www.example${w.path()}" "Mozilla/5.0 (${w.noun()}; ${w.hex(6)})"`,
  (w) =>
    `${w.address()} - - [${w.two(28)}/Mar/2024:${w.time()} +0100] "GET /${w.noun()}?price=%24${w.n(999)}.${w.two(99)}&filter=%7B%22${w.noun()}%22%3A%22${w.noun()}%22%7D HTTP/2.0" 200 ${w.n(9_999)} "-" "curl/8.${w.n(9)}"`,
  (w) =>
    `${w.address()} - - [${w.two(28)}/Mar/2024:${w.time()} +0100] "GET /api/%24%7B${w.noun()}%7D/${w.noun()} HTTP/1.1" 404 ${w.n(999)} "-" "${w.class()}/\${${w.one(['project.version', 'version', 'app.version'])}}"`,
  (w) =>
    `${w.day()}T${w.time()}.${w.n(999)}Z ${w.one(levels)} [${w.noun()}-${w.n(99)}] c.e.${w.noun()}.${w.class()} - ${w.noun()} ${w.one(verbs)}: Could not resolve placeholder '${w.key()}' in value "\${${w.key()}}"`,
  (w) =>
    `${w.day()} ${w.time()},${w.n(999)} ${w.one(levels)}  ${w.class()}:${w.n(999)} - ${w.noun()} of ${w.one(unicode)} ${w.one(verbs)} in ${w.n(9_999)} ms {${w.noun()}=${w.n(99)}, ${w.noun()}=$${w.n(99)}.${w.two(99)}}`,
  (w) =>
    `{"time":"${w.day()}T${w.time()}Z","level":"${w.one(levels)}","msg":"${w.noun()} \${${w.key()}} ${w.one(verbs)}","path":"${w.path()}","id":"${w.hex(16)}","nested":{"${w.noun()}":"{\\"${w.noun()}\\":\\"\\u0024${w.n(99)}\\"}"}}`,
  (w) =>
    `{"log":"${w.day()} ${w.noun()} \\u001b[32m${w.one(levels)}\\u001b[0m \\u003c${w.noun()}\\u003e \${${w.shellValue().replaceAll('"', '')}}\\n","stream":"stdout","time":"${w.day()}T${w.time()}.${w.n(999_999)}Z"}`,
  (w) =>
    `<${w.n(192)}>1 ${w.day()}T${w.time()}Z ${w.noun()}-${w.n(99)} ${w.noun()} ${w.n(9_999)} ID${w.n(99)} [${w.noun()}@32473 ${w.noun()}="${w.noun()}"] ${w.noun()} ${w.one(verbs)}`,
  (w) =>
    `Dec ${w.two(28)} ${w.time()} web-${w.n(40)} ${w.noun()}[${w.n(32_768)}]: (${w.noun()}) CMD (test -x /usr/sbin/${w.noun()} || { cd / && run-parts --report /etc/\${${w.upper()}:-cron.daily}; })`,
  (w) =>
    `${w.day().replaceAll('-', '/')} ${w.time()} [error] ${w.n(999)}#${w.n(999)}: *${w.n(99_999)} open() "/srv/\${${w.noun()}}/${w.noun()}" failed (2: No such file or directory), client: ${w.address()}, request: "GET ${w.path()} HTTP/1.1"`,
  (w) =>
    `[${w.day()} ${w.time()},${w.n(999)}] INFO [GroupCoordinator ${w.n(9)}]: ${w.noun()} group ${w.noun()}-\${random.uuid} with generation ${w.n(99)} (__consumer_offsets-${w.n(50)}) (kafka.coordinator.group.${w.class()})`,
  (w) =>
    `${w.address()} ${w.day()} ${w.time()} Authorization: Basic ${Buffer.from(`${w.noun()}:$\{${w.hex(8)}\}`).toString('base64')} x-trace=${w.hex(32)}`,
  (w) =>
    `${w.day()} ${w.time()} token eyJhbGciOiJIUzI1NiJ9.${Buffer.from(JSON.stringify({ sub: w.noun(), iss: `\${${w.key()}}` })).toString('base64url')}.${w.hex(20)}`,
  (w) =>
    `${w.day()} ${w.time()} W3SVC1 ${w.address()} ${w.one(methods)} ${w.path().replace('?', ' ')} 443 - ${w.address()} Mozilla/5.0+(${w.noun()};+%7B${w.hex(8)}%7D) ${w.n(600)} 0 0 ${w.n(999)}`,
  (w) =>
    `\tat com.example.${w.noun()}.${w.class()}$$Lambda$${w.n(999)}/0x${w.hex(8)}.${w.noun()}(${w.class()}.java:${w.n(999)}) ~[${w.noun()}-\${revision}.jar!/:?]`,
  (w) =>
    `<Event><System><EventID>${w.n(9_999)}</EventID></System><Data Name="${w.class()}">&quot;%ProgramFiles%\\${w.noun()}&quot; &#36;${w.n(99)} &lt;${w.noun()}&gt; &amp;amp; &#x7B;${w.hex(8)}&#x7D;</Data></Event>`,
  (w) =>
    `${w.hex(8)}: ${w.hex(4)} ${w.hex(4)} ${w.hex(4)} ${w.hex(4)} ${w.noun()} regex=^\\$\\{[^}]*\\}$ and $\{\} and \${} and \${:-} and \${-}`,
]
