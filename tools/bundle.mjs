/**
 * `node tools/bundle.mjs`: makes of the command and of its threads a few files instead of hundreds, in `dist/bundle`,
 * because what a start costs is mostly the modules that it loads. The library stays modules. Beside each file lies its
 * source map, and one file has the licences of the packages that are in it.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const root = fileURLToPath(new URL('../', import.meta.url))
const folder = join(root, 'dist', 'bundle')

/** Named in src/node/entry-file.ts. */
const input = {
  fireline: 'src/cli/main.ts',
  'scan-worker': 'src/node/scan/worker.ts',
  'hunt-worker': 'src/node/hunt/worker.ts',
}

/** An optional part, which may not be there: it is loaded from where npm put it, and only where it is used. */
const external = ['kafkajs']

/**
 * seek-bzip makes its buffers as Node has deprecated it. Node says so on standard error to whoever runs the command,
 * unless the code lies in `node_modules`, which a bundle does not. Each call there gives a number: a length.
 */
const buffersAsTheyAreMadeNow = {
  name: 'buffers-as-they-are-made-now',
  transform(code, id) {
    if (!id.includes('/node_modules/seek-bzip/')) return null
    // No line moves, so the source map stays as it is.
    return { code: code.replaceAll(/\bnew Buffer\(/g, 'Buffer.alloc('), map: null }
  },
}

const plugins = [buffersAsTheyAreMadeNow]
const build = await rolldown({ input, external, cwd: root, platform: 'node', tsconfig: false, plugins })
const { output } = await build.write({
  dir: folder,
  cleanDir: true,
  format: 'esm',
  // All in one folder, two below the package's root: so relative paths lead to the same place from each.
  entryFileNames: '[name].js',
  chunkFileNames: '[name].js',
  sourcemap: true,
})
await build.close()
for (const { fileName } of output) if (fileName.endsWith('.map')) withoutSources(join(folder, fileName))
writeFileSync(join(folder, 'LICENSES.txt'), licences(packagesIn(output)))

/** Where a line came from is worth its room, its text is not. */
function withoutSources(path) {
  const { sourcesContent: _left, ...map } = JSON.parse(readFileSync(path, 'utf8'))
  writeFileSync(path, JSON.stringify(map))
}

/** Folders of the packages of which something was taken. */
function packagesIn(output) {
  const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
  const found = modules.flatMap((path) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [])
  return [...new Set(found)].sort()
}

function licences(packages) {
  return packages
    .map((path) => {
      const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
      const file = readdirSync(path).find((entry) => /^licen[cs]e/i.test(entry))
      if (file === undefined || !existsSync(join(path, file))) {
        throw new Error(`${relative(root, path)} has no licence to go with it`)
      }
      return `${name} ${version} (${license})\n\n${readFileSync(join(path, file), 'utf8').trim()}\n`
    })
    .join(`\n${'-'.repeat(80)}\n\n`)
}
