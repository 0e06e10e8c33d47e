import { readFile } from 'node:fs/promises'
import { fetchArtifacts } from '../../src/node/index.ts'
import { type Packer, type Part, startPacker } from './packer.ts'

/** Where recipes get what they are made of. */
export interface Workshop {
  /** The jar of `group:artifact:version`, as Maven brought it. */
  jar(coordinate: string): Promise<Buffer>
  /** What a tool of packer/ makes of it. */
  make(trade: string, args: readonly string[], parts: readonly Part[]): Promise<readonly Part[]>
}

export async function openWorkshop(): Promise<Workshop & Pick<Packer, 'close'>> {
  const packer = await startPacker()
  const orders = new Orders()
  return {
    jar: (coordinate) => orders.jar(coordinate),
    make: (trade, args, parts) => packer.make(trade, args, parts),
    close: () => packer.close(),
  }
}

/** What is asked for in one moment is brought in one go: a run of Maven for each jar would take minutes. */
class Orders {
  readonly #jars = new Map<string, Promise<Buffer>>()
  #batch: { readonly wanted: Set<string>; readonly brought: Promise<ReadonlyMap<string, string>> } | null = null

  jar(coordinate: string): Promise<Buffer> {
    const known = this.#jars.get(coordinate)
    if (known !== undefined) return known
    const jar = this.#bring(coordinate)
    this.#jars.set(coordinate, jar)
    return jar
  }

  async #bring(coordinate: string): Promise<Buffer> {
    this.#batch ??= this.#openBatch()
    this.#batch.wanted.add(coordinate)
    const path = (await this.#batch.brought).get(coordinate)
    if (path === undefined) throw new Error(`Maven did not bring ${coordinate}`)
    return readFile(path)
  }

  #openBatch() {
    const wanted = new Set<string>()
    const brought = new Promise((resolve) => setImmediate(resolve)).then(() => {
      this.#batch = null
      return fetchArtifacts([...wanted])
    })
    return { wanted, brought }
  }
}

/** One archive of all parts, by Apache Commons Compress; packer/Archives.java knows the formats and their varieties. */
export async function archived(workshop: Workshop, format: string, parts: readonly Part[]): Promise<Buffer> {
  return only(await workshop.make('archive', format.split(' '), parts))
}

/** In `gz`, `bz2`, `xz`, `lzma`, `zst` or `lz4`. Several contents become several members of one file. */
export async function compressed(
  workshop: Workshop,
  format: string,
  ...contents: readonly Uint8Array[]
): Promise<Buffer> {
  const parts = contents.map((content) => ({ name: '', content }))
  return only(await workshop.make('compress', [format], parts))
}

/** Jars merged, and packages moved, by Maven Shade. */
export async function shaded(
  workshop: Workshop,
  moves: Readonly<Record<string, string>>,
  ...jars: readonly Uint8Array[]
): Promise<Buffer> {
  const parts = jars.map((content, index) => ({ name: `${index}.jar`, content }))
  return only(await workshop.make('shade', Object.entries(moves).flat(), parts))
}

export function only([part, ...others]: readonly Part[]): Buffer {
  if (part === undefined || others.length > 0) throw new Error('the packer did not make one file')
  return Buffer.from(part.content)
}
