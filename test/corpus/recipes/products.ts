import { asIn1217, asIn2171, type Expected, flawsOf2141, type Recipe } from '../recipe.ts'

const product = (coordinate: string, says: string, expected: Expected): Recipe => ({
  id: `product-${coordinate.split(':').slice(1).join('-')}`,
  says,
  build: async (workshop) => [{ path: 'product.jar', content: await workshop.jar(coordinate) }],
  expected,
})

/** Products as they were sold, that carry Log4j inside. */
export const products: readonly Recipe[] = [
  product(
    'org.ops4j.pax.logging:pax-logging-log4j2:1.11.9',
    'finds the Log4j that Pax Logging 1.11.9 carries, whose JDBC appender is its own and asks any JNDI name as well',
    { affected: flawsOf2141, components: 1 },
  ),
  product(
    'org.ops4j.pax.logging:pax-logging-service:1.11.3',
    'finds the Log4j 1.2.17 that Pax Logging carries, and takes its receivers for no Logback',
    asIn1217,
  ),
  product('org.ops4j.pax.logging:pax-logging-log4j2:2.0.14', 'finds 2.17.1 in Pax Logging 2.0.14', asIn2171),
  product(
    'co.elastic.apm:elastic-apm-agent:1.26.0',
    'finds 2.12.1 in an agent that carries it relocated and as .esclazz',
    { affected: [...flawsOf2141, 'CVE-2020-9488'], components: 1 },
  ),
  product(
    'org.xbib.elasticsearch:log4j:6.3.2.1',
    'finds a build of what was to become 3.0.0, before certificates were verified, under another name',
    // Of 2018, compiled for Java 9 or later; CVE-2026-34477 came later, CVE-2026-34479 is of its log4j-1.2-api.
    {
      affected: [
        'CVE-2021-44228',
        'CVE-2021-44832',
        'CVE-2021-45046',
        'CVE-2021-45105',
        'CVE-2025-68161',
        'CVE-2026-34479',
        'CVE-2026-34480',
      ],
      components: 2,
    },
  ),
]
