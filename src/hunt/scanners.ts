/** Who sends lookups to find what is vulnerable, and says so by the name that is to be called back. */
interface KnownScanner {
  readonly name: string
  /** Ends of host names, with a dot at their start. */
  readonly hosts: readonly string[]
  readonly source: string
}

/**
 * Services by which scanners, and attackers who scan, are called back. A name here explains an attempt; it does not excuse
 * it: such attempts are marked, never left out, since anybody can name such a host.
 */
const knownScanners: readonly KnownScanner[] = [
  {
    name: 'interactsh (public servers of ProjectDiscovery)',
    hosts: [
      '.interact.sh',
      '.interactsh.com',
      '.oast.pro',
      '.oast.live',
      '.oast.site',
      '.oast.online',
      '.oast.fun',
      '.oast.me',
    ],
    source: 'https://github.com/projectdiscovery/interactsh',
  },
  {
    name: 'Burp Collaborator (public servers of PortSwigger)',
    hosts: ['.burpcollaborator.net', '.oastify.com'],
    source: 'https://portswigger.net/burp/documentation/collaborator',
  },
  {
    name: 'Nessus (Tenable)',
    hosts: ['.w.nessus.org', '.r.nessus.org'],
    source: 'https://www.tenable.com/products/nessus',
  },
  {
    name: 'Canarytokens (Thinkst)',
    hosts: ['.canarytokens.com'],
    source: 'https://canarytokens.org/',
  },
  {
    name: 'Huntress Log4Shell tester',
    hosts: ['.log4shell.huntress.com'],
    source: 'https://log4shell.huntress.com/',
  },
  { name: 'DNSLog (public)', hosts: ['.dnslog.cn'], source: 'http://dnslog.cn/' },
  { name: 'CEYE (public)', hosts: ['.ceye.io'], source: 'http://ceye.io/' },
]

/** The scanner whose host it is; `null` if it is none that is known. */
export function scannerOf(host: string | null): string | null {
  if (host === null) return null
  const name = `.${host.toLowerCase().replace(/\.$/, '')}`
  const ends = byZone.get(zoneOf(name))
  return ends?.find(({ end }) => name.endsWith(end))?.scanner ?? null
}

/** The last two labels, with a dot at their start. */
function zoneOf(name: string): string {
  return name.slice(name.lastIndexOf('.', name.lastIndexOf('.') - 1))
}

const byZone = new Map<string, readonly { readonly end: string; readonly scanner: string }[]>()
for (const { name: scanner, hosts } of knownScanners)
  for (const end of hosts) byZone.set(zoneOf(end), [...(byZone.get(zoneOf(end)) ?? []), { end, scanner }])
