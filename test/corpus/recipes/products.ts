import { asIn2171, type Expected, flaws, type Recipe } from '../recipe.ts'

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
    'finds the Log4j that Pax Logging 1.11.9 carries, which has no JDBC appender',
    { affected: ['CVE-2021-44228', 'CVE-2021-45046', 'CVE-2021-45105'], components: 1 },
  ),
  product('org.ops4j.pax.logging:pax-logging-log4j2:2.0.14', 'accuses no Pax Logging that carries 2.17.1', asIn2171),
  product(
    'co.elastic.apm:elastic-apm-agent:1.26.0',
    'finds the Log4j that an agent carries relocated and as .esclazz',
    { affected: flaws, components: 1 },
  ),
  product(
    'org.xbib.elasticsearch:log4j:6.3.2.1',
    'finds a build of what was to become 3.0.0, published under another name',
    { affected: ['CVE-2021-44228', 'CVE-2021-45046', 'CVE-2021-45105'] },
  ),
]
