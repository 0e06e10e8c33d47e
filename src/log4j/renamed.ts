import type { Product } from '../core/index.ts'

/**
 * The class, by its role, that each product is looked for by. Where there are traces of a product but not this class,
 * it was removed, or it lies there under another name: then every class of the archive is worth a look. A product
 * without a line is none whose flaws could hide so.
 */
const decisiveRoles: Partial<Readonly<Record<Product, string>>> = {
  'log4j-core': 'jndi-lookup',
  log4j: 'jms-appender',
  reload4j: 'jms-appender',
}

/** Whether a look at every class is called for: `products` left traces, and classes of these `roles` were seen. */
export function mayBeRenamed(products: ReadonlySet<Product>, roles: ReadonlySet<string | null>): boolean {
  for (const product of products) {
    const role = decisiveRoles[product]
    if (role !== undefined && !roles.has(role)) return true
  }
  return false
}

/** The product that a file of this name hints at, where {@link interestIn} calls it a hint; `null`: its bytes say more. */
export function productHintedBy(name: string): Product | null {
  if (/(?:log4j-provider\.properties|log4j2plugins\.dat)$/i.test(name)) return null
  return /(?:^|[/\\])log4j\.dtd$/i.test(name) ? 'log4j' : 'log4j-core'
}

/**
 * The product that such a file comes with. Spring Boot and every library that brings plugins has a
 * `Log4j2Plugins.dat` of its own, but only that of Log4j Core lists the lookup `jndi`; `log4j-provider.properties` is
 * Log4j Core's or that of its bridge to SLF4J.
 */
export function productToldBy(name: string, bytes: Uint8Array): Product | null {
  const text = new TextDecoder('latin1').decode(bytes)
  const ours = /\.dat$/i.test(name) ? text.includes('\0\x04jndi') : !text.includes('SLF4JLoggerContextFactory')
  return ours ? 'log4j-core' : null
}
