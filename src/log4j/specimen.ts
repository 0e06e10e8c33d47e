import type { Component, ComponentEvidence, CveStatus, Severity } from '../core/index.ts'
import type { Strangers } from './stranger.ts'

/** A class that means something to the judge. */
export interface ClassSighting {
  /** Entry name inside the specimen, as it is written there. */
  readonly path: string
  /** What the class calls itself (`this_class`), with slashes: `org/apache/logging/log4j/core/lookup/JndiLookup`. */
  readonly className: string
  /** What it is, whatever it is called; the id of a detector of `roles/`. `null`: only known by its fingerprint. */
  readonly role: string | null
  /** Ids of the features that its bytes show, such as `jndi-enabled-switch`. */
  readonly features: readonly string[]
  readonly crc32: number
  /** Bytes, uncompressed. */
  readonly size: number
  /** Its bytes could not be had: it is what a release calls a class of the CRC-32 and size that its archive states. */
  readonly stated?: true
}

/** A file of Maven metadata or a manifest that names a product of ours. */
export interface MetadataSighting {
  readonly path: string
  readonly group: string | null
  readonly artifact: string
  readonly version: string | null
}

/** Something in a configuration file that bears on a flaw. */
export interface ConfigurationSighting {
  /** From the scanned root inward, as in a finding. */
  readonly path: string
  /** From 1. */
  readonly line: number | null
  /** Id of the setting: `context-lookup-in-layout`, `jndi-appender`, `no-lookups`, `jms-appender` … */
  readonly setting: string
  /** The line itself, shortened. */
  readonly text: string
}

/** Everything seen in one archive, or in one tree of exploded classes: the unit that is judged. */
export interface Specimen {
  readonly classes: readonly ClassSighting[]
  readonly metadata: readonly MetadataSighting[]
  /** Of the specimen itself and of what encloses it. */
  readonly configurations: readonly ConfigurationSighting[]
  /** Candidate classes whose bytes could not be had: entry names. Nothing may be called fixed that rests on one. */
  readonly unread: readonly string[]
  /** What is called like a class that decides and is not recognised; only where it lies in the place of one, it counts. */
  readonly strangers: Strangers
  /** How the program that uses it was started, if that is known (`--jvm`); values of properties and environment. */
  readonly launch: {
    readonly properties: Readonly<Record<string, string>>
    readonly environment: Readonly<Record<string, string>>
  } | null
}

/** What the judge says of one product in a specimen. */
export interface Judgement {
  readonly component: Component
  /** What lies before its package in the specimen: `WEB-INF/classes/`, mostly nothing. It tells two copies apart. */
  readonly prefix: string
  readonly title: string
  readonly severity: Severity
  readonly cves: readonly CveStatus[]
  readonly evidence: readonly [ComponentEvidence, ...ComponentEvidence[]]
  readonly remedy: string
}
