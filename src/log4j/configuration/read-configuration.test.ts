import { expect, test } from 'vitest'
import { readConfiguration } from './read-configuration.ts'

/** Lines and settings that a file is found to have. */
function found(path: string, text: string): readonly string[] {
  return readConfiguration(path, new TextEncoder().encode(text)).map(({ line, setting }) => `${line} ${setting}`)
}

const console = (layout: string): string => `<?xml version="1.0"?>
<Configuration status="WARN">
  <Appenders>
    <Console name="out">
      ${layout}
    </Console>
  </Appenders>
</Configuration>`

test.each([
  [
    'a pattern with a lookup of the context',
    '<PatternLayout pattern="%d $${ctx:loginId} %m%n"/>',
    ['5 context-lookup-in-layout'],
  ],
  [
    'the same in an element',
    '<PatternLayout><Pattern>${ctx:user} %m</Pattern></PatternLayout>',
    ['5 context-lookup-in-layout'],
  ],
  [
    'the same over lines',
    '<PatternLayout><Pattern>\n%d\n$${ctx:user}\n</Pattern></PatternLayout>',
    ['7 context-lookup-in-layout'],
  ],
  [
    'the same in CDATA',
    '<PatternLayout><Pattern><![CDATA[<$${ctx:user}>]]></Pattern></PatternLayout>',
    ['5 context-lookup-in-layout'],
  ],
  ['the same with an entity', '<PatternLayout pattern="&#36;{ctx:user}"/>', ['5 context-lookup-in-layout']],
  ['values of the context', "<PatternLayout pattern='%-5X{user} %m'/>", ['5 context-map-in-layout']],
  ['the same by another name', '<PatternLayout pattern="%mdc"/>', ['5 context-map-in-layout']],
  ['something that starts alike', '<PatternLayout pattern="%xEx %MDCx %x"/>', []],
  ['%m{nolookups}', '<PatternLayout pattern="%d %-20m{nolookups}%n"/>', ['5 no-lookups']],
  ['%msg{ansi}{nolookups}', '<PatternLayout pattern="%msg{ansi}{nolookups}"/>', ['5 no-lookups']],
  ['%message{lookups}', '<PatternLayout pattern="%message{lookups}"/>', ['5 lookups']],
  ['a plain pattern', '<PatternLayout pattern="%d %p %m%n"/>', []],
  ['what is in a comment', '<!-- <PatternLayout pattern="$${ctx:x}"/> -->', []],
  ['what is in a comment over lines', '<!--\n<Rfc5424Layout/>\n<DataSource jndiName="x"/>-->', []],
  ['a comment that is not closed', '<!-- <PatternLayout pattern="$${ctx:x}"/>', []],
  ['a layout behind a comment', '<!-- > --><Rfc5424Layout newLineEscape="\\n"/>', ['5 rfc5424-layout']],
  ['a layout in small letters', '<xmllayout complete="true"/>', ['5 xml-layout']],
  ['a layout that is an attribute only', '<Other name="XmlLayout"/>', []],
  ['a JSON template', '<JsonTemplateLayout/>', ['5 json-template-layout']],
  ['the layout of the bridge', '<Log4j1XmlLayout/>', ['5 log4j1-xml-layout']],
  ['TLS', '<Socket host="h"><Ssl verifyHostName="true"/></Socket>', ['5 tls-socket', '5 verify-host-name']],
  ['TLS by its protocol', '<Syslog protocol="SSL"/>', ['5 tls-socket']],
  ['another protocol', '<Syslog protocol="TCP"/>', []],
  ['a data source by JNDI', '<JDBC><DataSource\n jndiName="java:/comp/env/x"/></JDBC>', ['6 jdbc-jndi']],
  ['mail', '<SMTP name="m" to="a@b"/>', ['5 smtp-appender']],
  ['a lookup of its own', '<Property name="a">${jndi:ldap://x}</Property>', ['5 jndi-lookup-in-configuration']],
])('XML of Log4j 2 has %s', (_what, layout, expected) => {
  expect(found('app.war!WEB-INF/classes/log4j2.xml', console(layout))).toEqual(expected)
})

test.each([
  [
    'properties',
    'log4j2.properties',
    'appender.a.type = Console\nappender.a.layout.type = Rfc5424Layout\n',
    ['2 rfc5424-layout'],
  ],
  [
    'a pattern in properties',
    'log4j2.properties',
    'appender.a.layout.pattern=%d \\\n  $${ctx:id} %m\n',
    ['1 context-lookup-in-layout'],
  ],
  [
    'comments in properties',
    'log4j2.properties',
    '# appender.a.layout.type=XmlLayout\n ! x=${ctx:a}\nb=1 # ${dtx:a}\n',
    [],
  ],
  [
    'escaped letters in properties',
    'log4j2.properties',
    'a.layout.pattern=\\u0024{ctx:id}\n',
    ['1 context-lookup-in-layout'],
  ],
  [
    'JSON',
    'log4j2.json',
    '{"configuration":{"appenders":{"Console":{"PatternLayout":{"pattern":"$${ctx:a}"}}}}}',
    ['1 context-lookup-in-layout'],
  ],
  [
    'JSON with types',
    'log4j2-test.json',
    '{"appenders":{"appender":[\n{"type":"Socket","Ssl":{"verifyHostName":"true"}},\n{"type":"JDBC","DataSource":{"jndiName":"x"}}]}}',
    ['2 tls-socket', '2 verify-host-name', '3 jdbc-jndi'],
  ],
  ['comments in JSON', 'log4j2.jsn', '{ // "XmlLayout": {}\n /* "Rfc5424Layout": {} */ "a": "b" }', []],
  ['JSON in which a comment is text', 'log4j2.json', '{"pattern": "// $${ctx:a} /* "}', ['1 context-lookup-in-layout']],
  [
    'YAML',
    'log4j2.yaml',
    'Configuration:\n  Appenders:\n    Console:\n      PatternLayout:\n        Pattern: "%d $${ctx:a} %m"\n',
    ['5 context-lookup-in-layout'],
  ],
  [
    'lists in YAML',
    'log4j2.yml',
    'Appenders:\n  Socket:\n  - name: a\n    Ssl:\n      verifyHostName: true\n',
    ['4 tls-socket', '5 verify-host-name'],
  ],
  ['flow in YAML', 'log4j2.yml', 'Appenders:\n  Console: {name: a, XmlLayout: {complete: true}}\n', ['2 xml-layout']],
  [
    'a block in YAML',
    'log4j2.yml',
    'PatternLayout:\n  Pattern: >-\n    %d\n    $${ctx:a}\n  other: 1\n',
    ['4 context-lookup-in-layout'],
  ],
  [
    'comments in YAML',
    'log4j2.yml',
    '# XmlLayout: {}\na: b # ${ctx:a}\nc: "x # ${ctx:b}"\n',
    ['3 context-lookup-in-layout'],
  ],
])('%s', (_what, path, text, expected) => {
  expect(found(path, text)).toEqual(expected)
})

test.each([
  ['log4j.properties', 'log4j.appender.jms=org.apache.log4j.net.JMSAppender', ['1 jms-appender']],
  ['log4j.properties', 'log4j.appender.jms=com.acme.shaded.net.JMSAppender', ['1 jms-appender']],
  ['log4j.properties', '#log4j.appender.jms=org.apache.log4j.net.JMSAppender', []],
  [
    'log4j.properties',
    'log4j.appender.db=org.apache.log4j.jdbc.JDBCAppender\nlog4j.appender.m=org.apache.log4j.net.SMTPAppender',
    ['1 jdbc-appender', '2 smtp-appender'],
  ],
  ['log4j.properties', 'log4j.appender.x.layout=org.apache.log4j.xml.XMLLayout', ['1 xml-layout']],
  ['log4j.properties', 'log4j.logger.net.JMSAppender.x=DEBUG', []],
  [
    'log4j.xml',
    '<log4j:configuration><appender name="a" class="org.apache.log4j.net.JMSAppender"/></log4j:configuration>',
    ['1 jms-appender'],
  ],
  [
    'log4j.xml',
    '<!DOCTYPE log4j:configuration [ <!ENTITY a "org.apache.log4j.net.JMSAppender"> ]>\n<a class="org.apache.log4j.chainsaw.Main"/>',
    ['2 chainsaw'],
  ],
  [
    'logback.xml',
    '<configuration><insertFromJNDI env-entry-name="java:comp/env/a" as="b"/></configuration>',
    ['1 jndi-in-logback'],
  ],
  [
    'logback-spring.xml',
    '<connectionSource class="ch.qos.logback.core.db.JNDIConnectionSource">',
    ['1 jndi-in-logback'],
  ],
  ['logback.xml', '<!-- <insertFromJNDI/> --><configuration/>', []],
  ['application.properties', 'logging.pattern.console=%d ${ctx:user} %m%n', ['1 context-lookup-in-layout']],
  [
    'application-prod.yml',
    'logging:\n  pattern:\n    console: "%X{user} %m{nolookups}"\n',
    ['3 context-map-in-layout', '3 no-lookups'],
  ],
  ['application.yml', 'logging:\n  config: http://config.example/log4j2.xml\n', ['2 remote-configuration']],
  ['application.yml', 'logging:\n  config: classpath:log4j2.xml\n', []],
  ['log4j2.component.properties', 'log4j2.formatMsgNoLookups=true\n', ['1 no-lookups-property']],
  ['log4j2.component.properties', 'log4j2.formatMsgNoLookups=false\nlog4j2.enableJndiLookup=true\n', ['2 jndi-switch']],
  ['readme.txt', '<Configuration><XmlLayout/>', []],
  ['log4j2.txt', '<Configuration><XmlLayout/>', []],
])('%s: %s', (path, text, expected) => {
  expect(found(path, text)).toEqual(expected)
})

test('shows the line as it stands, shortened', () => {
  const [sighting] = readConfiguration(
    'log4j2.properties',
    new TextEncoder().encode(`\n  a.pattern = \${ctx:a} ${'x'.repeat(500)}`),
  )

  expect(sighting).toMatchObject({ path: 'log4j2.properties', line: 2 })
  expect(sighting?.text).toMatch(/^a\.pattern = \$\{ctx:a\} x+$/)
  expect(sighting?.text).toHaveLength(200)
})

test('counts lines whatever ends them', () => {
  expect(found('log4j2.xml', '<a>\r\n<b/>\r<XmlLayout/>\n\n<XmlLayout/></a>')).toEqual(['3 xml-layout', '5 xml-layout'])
})

test.each([
  ['a million open elements', 'log4j2.xml', '<a>'.repeat(300_000)],
  ['an attribute without an end', 'log4j2.xml', `<a b="${'x'.repeat(1_000_000)}`],
  ['half tags', 'log4j2.xml', '<'.repeat(1_000_000)],
  ['closing tags of nothing', 'log4j2.xml', `${'<a>'.repeat(100)}${'</b>'.repeat(200_000)}`],
  ['comments in comments', 'log4j2.xml', '<!--<!--'.repeat(120_000)],
  ['document types', 'log4j2.xml', '<!['.repeat(300_000)],
  ['ampersands', 'log4j2.xml', `<a>${'&#'.repeat(500_000)}</a>`],
  ['open lists', 'log4j2.json', '['.repeat(1_000_000)],
  ['open quotes', 'log4j2.json', '"\\'.repeat(500_000)],
  ['half comments', 'log4j2.json', '/*'.repeat(500_000)],
  ['one line that goes on', 'log4j2.properties', 'a\\\n'.repeat(300_000)],
  ['backslashes', 'log4j2.properties', `a=${'\\'.repeat(1_000_000)}`],
  ['deep indentation', 'log4j2.yml', Array.from({ length: 1_000 }, (_, i) => `${' '.repeat(i)}a${i}:`).join('\n')],
  ['blocks in blocks', 'log4j2.yml', 'a: |\n'.repeat(200_000)],
  ['dashes', 'log4j2.yml', `${'- '.repeat(500_000)}a: b`],
  ['percent signs', 'log4j2.properties', `a=${'%m{'.repeat(300_000)}`],
  ['quotes', 'log4j2.yml', `a: ${'"'.repeat(1_000_000)}`],
  ['bytes that are no text', 'log4j2.xml', '\ufffd\u0000'.repeat(300_000)],
])('reads %s in time linear in its length', (_what, path, text) => {
  const started = performance.now()
  expect(found(path, text)).toEqual([])
  expect(performance.now() - started).toBeLessThan(4_000)
})

test('tells no more than a hundred settings of one file, and nothing of one that is too large', () => {
  expect(found('log4j2.xml', '<XmlLayout/>\n'.repeat(1_000))).toHaveLength(100)
  expect(found('log4j2.xml', `<XmlLayout/>${' '.repeat(1_048_576)}`)).toEqual([])
})
