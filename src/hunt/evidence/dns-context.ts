import type { Trace } from './trace.ts'

export const dnsContext: Trace = {
  id: 'dns-context',
  source: 'https://docs.oracle.com/javase/8/docs/technotes/guides/jndi/jndi-dns.html',
  examples: {
    shows: ['Received message: com.sun.jndi.dns.DnsContext@4f3f5b24', 'user javax.el.ELProcessor@1b2c logged in'],
    refuses: ['class com.sun.jndi.dns.DnsContext'],
  },
  shownBy(text) {
    const what = /\b(com\.sun\.jndi\.dns\.DnsContext|javax\.el\.ELProcessor)@[0-9a-f]{1,16}\b/.exec(text)?.[1]
    return what === undefined
      ? null
      : { says: `the answer to a lookup, a ${what}, stands in place of the payload`, name: null }
  },
}
