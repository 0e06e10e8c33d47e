import { ArchiveGap, type ArchiveTools } from '../../archive/index.ts'

/** Placeholder until the decompressors are here: says of everything that it is not supported. */
export async function loadArchiveTools(): Promise<ArchiveTools> {
  const refuse = (what: string): never => {
    throw new ArchiveGap('unsupported', `${what} is not read`)
  }
  return await Promise.resolve({ decompress: refuse, libarchive: refuse })
}
