import type { CveStatus, FindingId, Severity } from './claim.ts'
import type { Instant } from './instant.ts'

/** Everything that Fireline can recognise in files, by its Maven artifact where it has one of its own. */
export type Product =
  | 'log4j-core'
  | 'log4j-api'
  | 'log4j-1.2-api'
  | 'log4j-layout-template-json'
  | 'log4j'
  | 'reload4j'
  | 'logback-core'
  | 'logback-classic'

/** A class that was recognised by what it contains. */
export interface ClassEvidence {
  readonly kind: 'class'
  /** The entry inside the component's archive or folder. */
  readonly path: string
  /** Its own name, as its bytes say: `org.apache.logging.log4j.core.lookup.JndiLookup`. */
  readonly className: string
  /** What it is, whatever it is called: `JndiLookup`. */
  readonly role: string
  /** What its bytes show, each in a few words. */
  readonly shows: readonly string[]
}

/** Classes that are byte for byte those of published releases. */
export interface FingerprintEvidence {
  readonly kind: 'fingerprint'
  readonly path: string
  /** 8 lower-case hexadecimal digits. */
  readonly crc32: string
  /** Bytes, uncompressed. */
  readonly size: number
  /** Releases that have exactly this class. */
  readonly releases: readonly string[]
}

/** What Maven metadata or a manifest says: a witness, never the judge. */
export interface MetadataEvidence {
  readonly kind: 'metadata'
  readonly path: string
  readonly says: string
}

/** A configuration that raises or lowers what a flaw means here. */
export interface ConfigurationEvidence {
  readonly kind: 'configuration'
  /** As in {@link ComponentFinding.at}: from the scanned root inward. */
  readonly path: string
  /** From 1; `null` if it is about the whole file. */
  readonly line: number | null
  readonly says: string
}

/** Two sources that cannot both be right, such as metadata and code, or an advisory and code. */
export interface ContradictionEvidence {
  readonly kind: 'contradiction'
  readonly says: string
  /** Where each side was read: a path or a URL. */
  readonly sources: readonly string[]
}

/** A running process that has it open, or how that process was started. */
export interface ProcessEvidence {
  readonly kind: 'process'
  readonly pid: number
  readonly says: string
}

/** A list of parts (SBOM) that names it; no byte of it was seen. */
export interface DeclarationEvidence {
  readonly kind: 'declaration'
  readonly path: string
  readonly says: string
}

/** The layer of a container image that brought it, and whether the image still shows it. */
export interface LayerEvidence {
  readonly kind: 'layer'
  /** `registry.example/app:1.2 (linux/amd64)` */
  readonly image: string
  /** From 1, the lowest. */
  readonly layer: number
  readonly digest: string | null
  /** The command that made the layer. */
  readonly createdBy: string | null
  readonly says: string
}

export type ComponentEvidence =
  | ClassEvidence
  | FingerprintEvidence
  | MetadataEvidence
  | ConfigurationEvidence
  | ContradictionEvidence
  | ProcessEvidence
  | DeclarationEvidence
  | LayerEvidence

/** How a component became known, the strongest first. */
export type IdentifiedBy = 'class-bytes' | 'fingerprint' | 'metadata' | 'declaration'

/** What is known of a component's nature, wherever it lies. */
export interface Component {
  readonly product: Product
  /** Package URL (ECMA-427), `pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1`; without `@…` if the version is not known. */
  readonly purl: string
  /** The release, if its bytes say exactly one, or if metadata names one of those that have the same classes; else `null`. */
  readonly version: string | null
  /** Where the bytes only allow a range: a VERS range, `vers:maven/>=2.13.0|<=2.14.1`. */
  readonly versionRange: string | null
  readonly identifiedBy: readonly IdentifiedBy[]
  /** What was done to take a way in away, in words: `JndiLookup removed`. */
  readonly mitigations: readonly string[]
  /** The common start of its class names, `org/apache/logging/log4j/core/`, or where relocation has put it. */
  readonly packageRoot: string | null
}

/** A library found in files, and what each advisory says of it. */
export interface ComponentFinding {
  readonly schema: 'fireline.finding/1'
  readonly id: FindingId
  readonly kind: 'component'
  readonly at: {
    /**
     * `outer.war!WEB-INF/lib/log4j-core-2.14.1.jar`: each `!` one level of nesting, no leading slash inside; the
     * innermost archive, or the directory for an exploded one.
     */
    readonly path: string
  }
  readonly component: Component
  readonly title: string
  readonly severity: Severity
  readonly cves: readonly CveStatus[]
  /** Never empty: a claim without evidence is not a finding. */
  readonly evidence: readonly [ComponentEvidence, ...ComponentEvidence[]]
  /** Id of what made the claim. */
  readonly by: string
  readonly seenAt: Instant
  /** What to do, with the lowest fixed release of the same line. */
  readonly remedy: string
}
