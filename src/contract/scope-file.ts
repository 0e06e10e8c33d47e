import { z } from 'zod'
import { type Authorisation, instant, readCidr } from '../core/index.ts'

const host = z.string().regex(/^(\*\.)?[^\s/*]+$/, 'a host name, or *. and a parent domain')
const cidr = z.string().refine((text) => readCidr(text) !== null, 'a CIDR range, such as 203.0.113.0/24')

/**
 * `fireline.scope.json`: written leave to test. Its JSON Schema is published under docs/reference.
 *
 * @public
 */
export const scopeFileSchema = z
  .strictObject({
    $schema: z.string().optional(),
    grantedBy: z.string().min(1).describe('Who allowed the test: a person or an office'),
    hosts: z.array(host).default([]).describe('Exact host names, or *. followed by a parent domain'),
    cidrs: z.array(cidr).default([]).describe('Address ranges'),
    ports: z.array(z.int().min(1).max(65_535)).nullable().default(null).describe('Ports; null: all'),
    until: z.iso.datetime({ offset: true }).describe('When the leave ends'),
    signature: z.string().optional().describe('Ed25519 over the canonical JSON of the rest, in base64'),
  })
  .describe('What may be tested, who allowed it, and until when')

export type ScopeFile = z.infer<typeof scopeFileSchema>

/** Reads the text of a scope file; otherwise what is wrong with it, naming the field. */
export function readScopeFile(text: string): { readonly file: ScopeFile } | { readonly flaw: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { flaw: error instanceof Error ? error.message : 'it is not JSON' }
  }
  const parsed = scopeFileSchema.safeParse(value)
  if (parsed.success) return { file: parsed.data }
  const [issue] = parsed.error.issues
  return { flaw: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}`.replace(/^: /, '') }
}

export function authorisationOf({ grantedBy, hosts, cidrs, ports, until }: ScopeFile): Authorisation {
  return { grantedBy, hosts, cidrs, ports, until: instant(until) }
}

/** What a signature is over: the JSON of all members but `signature`, with sorted keys and no spaces, as UTF-8. */
export function signedText(text: string): string {
  const members = JSON.parse(text) as Record<string, unknown> // it was read by the schema before
  return canonical(Object.fromEntries(Object.entries(members).filter(([name]) => name !== 'signature')))
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`
}
