import type { Product } from '../core/index.ts'

/** What a product is called and where it is published. */
export interface ProductFacts {
  readonly product: Product
  /** For people: `Log4j Core`. */
  readonly title: string
  readonly group: string
  /** The package that holds it in releases, with a slash at its end. */
  readonly root: string
}

const apache = 'org.apache.logging.log4j'

export const products: Readonly<Record<Product, ProductFacts>> = {
  'log4j-core': { product: 'log4j-core', title: 'Log4j Core', group: apache, root: 'org/apache/logging/log4j/core/' },
  'log4j-api': { product: 'log4j-api', title: 'Log4j API', group: apache, root: 'org/apache/logging/log4j/' },
  'log4j-1.2-api': { product: 'log4j-1.2-api', title: 'Log4j 1.x bridge', group: apache, root: 'org/apache/log4j/' },
  'log4j-layout-template-json': {
    product: 'log4j-layout-template-json',
    title: 'Log4j JSON Template Layout',
    group: apache,
    root: 'org/apache/logging/log4j/layout/template/json/',
  },
  log4j: { product: 'log4j', title: 'Log4j 1.x', group: 'log4j', root: 'org/apache/log4j/' },
  reload4j: { product: 'reload4j', title: 'reload4j', group: 'ch.qos.reload4j', root: 'org/apache/log4j/' },
  'logback-core': {
    product: 'logback-core',
    title: 'Logback Core',
    group: 'ch.qos.logback',
    root: 'ch/qos/logback/core/',
  },
  'logback-classic': {
    product: 'logback-classic',
    title: 'Logback Classic',
    group: 'ch.qos.logback',
    root: 'ch/qos/logback/classic/',
  },
}

/** Its package URL (ECMA-427), with the release if that is known. */
export function purlOf(product: Product, version: string | null): string {
  const name = `pkg:maven/${products[product].group}/${product}`
  return version === null ? name : `${name}@${encodeURIComponent(version)}`
}

/** The product that Maven knows by these coordinates; `group` may be missing, as in a manifest. */
export function productOf(group: string | null, artifact: string): Product | null {
  const facts = Object.values(products).find(({ product }) => product === artifact)
  return facts === undefined || (group !== null && group !== facts.group) ? null : facts.product
}
