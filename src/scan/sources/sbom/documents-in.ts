import { ArchiveGap } from '../../../archive/index.ts'
import { fieldsOf } from '../json.ts'

/** Deeper than any envelope: platform, kind and document (`docker buildx imagetools inspect`). */
const deepest = 4
/** Envelopes name a handful of fields. */
const mostObjects = 10_000

/**
 * Documents of one kind in what others put around them: GitHub an `sbom`, statements of in-toto a `predicate`, Docker one
 * for each platform. What has none is taken for one itself, since its beginning showed that it is.
 *
 * @see https://docs.github.com/rest/dependency-graph/sboms
 * @see https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
 */
export function documentsIn(json: unknown, isDocument: (value: unknown) => boolean): readonly unknown[] {
  const found: unknown[] = []
  let level: readonly unknown[] = [json]
  for (let depth = 0; depth < deepest; depth++) {
    found.push(...level.filter(isDocument))
    level = level
      .filter((value) => !isDocument(value))
      .flatMap((value) => fieldsOf(value).map(([, inner]) => inner))
      .slice(0, mostObjects)
  }
  return found.length === 0 ? [json] : found
}

/** A document that does not have the list that parts are in says nothing of them. */
export function namesNoParts(list: string): ArchiveGap {
  return new ArchiveGap('unsupported', `it has no list of ${list}, so it does not say which parts there are`)
}
