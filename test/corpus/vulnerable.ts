import { readZip, type ZipContent } from '../kit/archives/read-zip.ts'
import { zipOf } from '../kit/archives/zip.ts'
import { asIn2141, core, type Expected, type Planted, type Recipe } from './recipe.ts'
import type { Workshop } from './workshop.ts'

const decisive =
  /^(?:META-INF\/|org\/apache\/logging\/log4j\/core\/(?:(?:lookup|net|layout|jackson|appender\/db\/jdbc)\/|pattern\/Message))/

/**
 * What decides in a release of log4j-core, a sixth of it: where a case is about what it is packed in, that is enough,
 * and hundreds of cases stay small.
 */
export const decisiveOf = once(
  async (workshop: Workshop, version: string): Promise<readonly ZipContent[]> =>
    readZip(await workshop.jar(core(version))).filter(({ name }) => decisive.test(name)),
)

const jarOf = once(
  async (workshop: Workshop, version: string): Promise<Buffer> => zipOf(await decisiveOf(workshop, version)),
)

/** A jar of 2.14.1, by {@link decisiveOf}. */
export function vulnerable(workshop: Workshop): Promise<Buffer> {
  return jarOf(workshop, '2.14.1')
}

/** Asked for by a hundred recipes, made once. */
function once<T>(make: (workshop: Workshop, version: string) => Promise<T>): typeof make {
  const made = new WeakMap<Workshop, Map<string, Promise<T>>>()
  return (workshop, version) => {
    const versions = made.get(workshop) ?? new Map<string, Promise<T>>()
    made.set(workshop, versions)
    const present = versions.get(version) ?? make(workshop, version)
    versions.set(version, present)
    return present
  }
}

/** A case that is one file, made of {@link vulnerable}. */
export function holding(
  id: string,
  says: string,
  path: string | Buffer,
  pack: (jar: Buffer, workshop: Workshop) => Buffer | Promise<Buffer>,
  expected: Expected = asIn2141,
): Recipe {
  return {
    id,
    says,
    build: async (workshop): Promise<readonly Planted[]> => [
      { path, content: await pack(await vulnerable(workshop), workshop) },
    ],
    expected,
  }
}
