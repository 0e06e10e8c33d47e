import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const fireline = fileURLToPath(new URL('../../dist/bundle/fireline.js', import.meta.url))
const readHeads = fileURLToPath(new URL('./read-heads.mjs', import.meta.url))

/** `{ name, command, find }`: what is run on `root`, and how its output names a place that it found. */
export function oursOn(root, cache) {
  const run = (name, ...options) => ({
    name: `fireline scan${options.length === 0 ? '' : ` ${options[0]}`}`,
    is: name,
    command: [process.execPath, fireline, 'scan', root, '--format', 'jsonl', '--no-progress', ...options],
    found: ourFindings,
  })
  return [
    run('ours'),
    run('one', '--workers=1'),
    run('quick', '--quick'),
    { ...run('again', '--cache', cache), name: 'fireline scan --cache, again' },
  ]
}

/** What any scanner must do at least: list the files; and if it looks at their beginning, open and read each. */
export function floorsOn(root) {
  return [
    { name: 'find -type f | wc -l', is: 'find', command: ['sh', '-c', 'find "$0" -type f | wc -l', root] },
    { name: 'Node: open each file, read a block', is: 'heads', command: [process.execPath, readHeads, root] },
  ]
}

/** Other scanners, those that are installed: bench/README.md says where from. */
export function peersOn(root) {
  return peers.map(({ name, program, args, found = lines }) => {
    const path = located(program)
    const start = path === null ? null : path.endsWith('.jar') ? ['java', '-jar', path] : [path]
    return { name, is: 'peer', command: start === null ? null : [...start, ...args(root)], found }
  })
}

const peers = [
  { name: 'google/log4jscanner', program: 'log4jscanner', args: (root) => [root] },
  { name: 'log4shelldetect', program: 'log4shelldetect', args: (root) => ['-mode', 'list', '-include-zip', root] },
  { name: 'log4j-sniffer', program: 'log4j-sniffer', args: (root) => ['crawl', root, ...deepSniffer] },
  { name: 'log4j2-scan', program: 'log4j2-scan', args: (root) => ['--scan-zip', root] },
  { name: 'log4j2-scan (jar)', program: 'log4j2-scan.jar', args: (root) => ['--scan-zip', root] },
  { name: 'log4j-detector', program: 'log4j-detector.jar', args: (root) => [root] },
  { name: 'log4j-finder', program: 'log4j-finder', args: (root) => [root] },
  { name: 'static-log4shell', program: 'static-log4shell', args: (root) => [root] },
  {
    name: 'syft (Java archives only)',
    program: 'syft',
    args: (root) => [
      'scan',
      `dir:${root}`,
      '-q',
      '-o',
      'json',
      '--override-default-catalogers',
      'java-archive-cataloger',
    ],
    found: syftArtifacts,
  },
]

/** By default it opens no nested archive at all. */
const deepSniffer = ['--nested-archive-max-depth', '255', '--nested-archive-max-size', '536870912']

/** On the path, or in the folder that `$FIRELINE_PEERS` names, or in its `bin` or `venv/bin`. */
function located(program) {
  const own = process.env.FIRELINE_PEERS
  const folders = own === undefined ? [] : [own, join(own, 'bin'), join(own, 'venv', 'bin')]
  const candidates = [...folders, ...(process.env.PATH ?? '').split(delimiter)].map((folder) => join(folder, program))
  return candidates.find((path) => existsSync(path)) ?? null
}

/** Ours says what is affected by which flaw. */
function ourFindings(output) {
  return output.split('\n').flatMap((line) => {
    if (!line.includes('fireline.finding/1')) return []
    const { at, cves } = JSON.parse(line)
    const affected = cves.some(({ id, status }) => id === 'CVE-2021-44228' && status === 'affected')
    return affected ? [at.path] : []
  })
}

/** Every line that is no complaint. A peer that names a safe place too is not punished for it here. */
function lines(output) {
  return output.split('\n').filter((line) => !/\b(?:error|warn(?:ing)?|skip|unable|failed)\b/i.test(line))
}

/** It judges nothing: that it names Log4j Core with a place is taken for found. */
function syftArtifacts(output) {
  const { artifacts } = JSON.parse(output)
  return artifacts
    .filter(({ name }) => name === 'log4j-core')
    .flatMap(({ locations }) => locations.map(({ path }) => path))
}
