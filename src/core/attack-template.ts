import type { AttackFinding } from './attack.ts'
import { remembering } from './remembering.ts'

/** `*.evil.example` of `c6roi3ia89k5kj1mes60.evil.example` and of `${env:USER}.evil.example`. */
export const hostTemplate = remembering((host: string) => {
  const labels = host.replace(values, '*').split('.')
  const fixed = labels.findIndex((label, i) => i >= labels.length - 2 || !isOfOneUse(label))
  return fixed <= 0 ? host : `*.${labels.slice(fixed).join('.')}`
})

const values = /\$\{[^{}]{0,500}\}/g

/** Whether a label looks made for one request: a value, a number, or letters and digits that nobody would remember. */
function isOfOneUse(label: string): boolean {
  if (label.includes('*') || /^\d{4,}$/.test(label)) return true
  if (/^[0-9a-f-]{8,}$/i.test(label)) return /\d/.test(label)
  // A token of our own probes, which may have no digit.
  if (/^[a-z2-7]{20}$/i.test(label)) return true
  return label.length >= 8 && (label.match(/\d/g) ?? []).length >= 2
}

/** `Basic/Command/Base64/*`: values of a process, and what nobody would remember, left out. */
export const pathTemplate = remembering((path: string) =>
  path
    .replace(values, '*')
    .replace(/[A-Za-z0-9+=_%-]{16,}/g, '*')
    .slice(0, 200),
)

/** What a command has for each target of its own: addresses, ports, and what nobody would remember. */
export const commandTemplate = remembering((command: string) =>
  command
    .replace(/\d{1,3}(?:\[?\.\]?\d{1,3}){3}(?::\d{1,5})?/g, '*')
    .replace(/[A-Za-z0-9+=_%-]{20,}/g, '*')
    .slice(0, 200),
)

/** How an attack is written: one that is written in several ways has each. */
export function techniquesOf({ verdict, lookup, traits, evidence }: AttackFinding): readonly string[] {
  if (verdict === 'evidence') return []
  const layers = evidence.flatMap((each) => (each.kind === 'decoding' ? each.layers : []))
  const wrapped = [...new Set(layers)].map((layer) => `wrapped in ${layer}`)
  const nested = /\$\{[^}]{0,200}\$\{/.test(lookup.raw) ? ['lookups in lookups'] : []
  const reads = lookup.reads.length > 0 ? ['reads values of the process'] : []
  const all = [...nested, ...wrapped, ...reads, ...traits]
  return all.length === 0 ? ['in plain letters'] : all
}
