/**
 * `node bench/run.mjs NAME [options]` runs bench/NAME.mjs, which prints what it measured beside what is aimed at.
 * It measures the built product: run `npm run build` before.
 */
import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = dirname(fileURLToPath(import.meta.url))
const notBenches = new Set(['run.mjs'])
const names = (await readdir(folder))
  .filter((name) => name.endsWith('.mjs') && !notBenches.has(name))
  .map((name) => name.slice(0, -'.mjs'.length))
  .sort()

const [name, ...args] = process.argv.slice(2)
if (name === undefined || !names.includes(name)) {
  console.error(`Name one of: ${names.join(', ')}`)
  process.exitCode = 3
} else {
  const { run } = await import(`./${name}.mjs`)
  await run(args)
}
