import { expect, test } from 'vitest'
import { mayBeRenamed, productHintedBy, productToldBy } from './renamed.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

test.each([
  ['Log4j Core is here, JndiLookup too', ['log4j-core'], ['jndi-lookup', 'jndi-manager'], false],
  ['Log4j Core is here without it', ['log4j-core'], ['jndi-manager', null], true],
  ['only its API and Logback are here', ['log4j-api', 'logback-core'], [], false],
  ['nothing is here', [], [], false],
] as const)(
  'every class is worth a look only where a product lacks its decisive one: %s',
  (_case, found, roles, deep) => {
    expect(mayBeRenamed(new Set(found), new Set(roles))).toBe(deep)
  },
)

test.each([
  ['Log4j-config.xsd', 'log4j-core'],
  ['org/apache/log4j/xml/log4j.dtd', 'log4j'],
  ['META-INF/log4j-provider.properties', null],
  ['META-INF/org/apache/logging/log4j/core/config/plugins/Log4j2Plugins.dat', null],
] as const)('what %s hints at by its name', (name, product) => {
  expect(productHintedBy(name)).toBe(product)
})

test.each([
  [
    'the plugins of Log4j Core',
    'Log4j2Plugins.dat',
    '\0\x04jndi\0\x31org.apache.logging.log4j.core.lookup.JndiLookup',
    'log4j-core',
  ],
  [
    'the plugins of Spring Boot',
    'Log4j2Plugins.dat',
    '\0\x05color\0\x37org.springframework.boot.logging.log4j2.ColorConverter',
    null,
  ],
  [
    'its own provider',
    'log4j-provider.properties',
    'LoggerContextFactory = x.core.impl.Log4jContextFactory',
    'log4j-core',
  ],
  [
    'the bridge to SLF4J',
    'log4j-provider.properties',
    'LoggerContextFactory = org.apache.logging.slf4j.SLF4JLoggerContextFactory',
    null,
  ],
] as const)('%s', (_case, name, text, product) => {
  expect(productToldBy(name, bytesOf(text))).toBe(product)
})
