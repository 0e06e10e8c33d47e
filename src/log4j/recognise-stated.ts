import { lookOfRelease, releasesOfClass } from './fingerprints/fingerprints.ts'
import { products } from './product.ts'
import { roles } from './roles/index.ts'
import type { ClassSighting } from './specimen.ts'

/**
 * A class whose bytes cannot be had, because they are encrypted, packed by an unknown method or damaged: what its
 * archive states of them, CRC-32 and size, is that of a class of a release, and its name is the one that it has there.
 * `null`: no release has such a class.
 */
export function recogniseStated(path: string, crc32: number, size: number): ClassSighting | null {
  const stem = path.replaceAll('\\', '/').replace(/\.[^./]*$/, '')
  for (const known of releasesOfClass(crc32, size)) {
    const { root } = products[known.product]
    const className = stem.slice(Math.max(0, stem.indexOf(root)))
    if (!className.startsWith(root) && !/(?:^|\/)module-info$/.test(className)) continue
    const role = roles.find(
      // reload4j has the classes of Log4j 1.x in its own package.
      ({ product, called }) => products[product].root === root && called.some((name) => className === root + name),
    )
    const features = role === undefined ? null : lookOfRelease(role.id, known)
    return {
      path,
      className,
      role: features === null ? null : (role?.id ?? null),
      features: features ?? [],
      crc32,
      size,
      stated: true,
    }
  }
  return null
}
