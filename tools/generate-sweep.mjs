/**
 * Writes src/hunt/sweep/module.ts from sweep.wat. Run by hand when that has changed; a test holds one to the other:
 *
 *   node tools/generate-sweep.mjs
 */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import loadWabt from 'wabt'

const folder = 'src/hunt/sweep'

/** The text of module.ts. */
export async function sweepModule() {
  const wabt = await loadWabt()
  const module = wabt.parseWat('sweep.wat', await readFile(`${folder}/sweep.wat`, 'utf8'), { simd: true })
  module.validate()
  const { buffer } = module.toBinary({})
  return `/** Made from sweep.wat by tools/generate-sweep.mjs; do not edit. WebAssembly in base64. */
export const sweepModule =
  '${Buffer.from(buffer).toString('base64')}'
`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(`${folder}/module.ts`, await sweepModule())
