import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const fireline = fileURLToPath(new URL('../../dist/bundle/fireline.js', import.meta.url))

/** Whatever peers take, they are given as much of a log as they read in some seconds. */
const slowPeerBytes = 5_000_000

/** `{ name, log, command, found, bytes }`: what is run on which log; `found` reads hosts of attacks out of what it printed. */
export function contendersOn(logs) {
  const { plain, gz, zst, percent, attacks, distinct } = logs
  const ours = (log, ...options) => ({
    name: `fireline hunt ${options.join(' ')}`.trim(),
    is: options.length === 0 ? 'ours' : options[0],
    log,
    command: [process.execPath, fireline, 'hunt', log.path, '--format', 'jsonl', '--no-progress', ...options],
    found: hostsIn,
  })
  const shell = (name, log, script) => ({ name, is: name, log, command: ['sh', '-c', script, log.path] })
  const packed = [
    ...(gz === null ? [] : [shell('zcat | wc -l', gz, 'zcat "$0" | wc -l'), ours(gz)]),
    ...(zst === null ? [] : [shell('zstdcat | wc -l', zst, 'zstdcat "$0" | wc -l'), ours(zst)]),
  ]
  return [
    shell('wc -l', plain, 'wc -l < "$0"'),
    { ...shell('grep -F', plain, 'grep -F \'${jndi:\' "$0"'), found: hostsIn },
    installed('rg', { ...shell('rg -F', plain, 'rg -F \'${jndi:\' "$0"'), found: hostsIn }),
    ours(plain, '--workers=1'),
    ours(plain),
    ...packed,
    shell('wc -l', percent, 'wc -l < "$0"'),
    ours(percent, '--workers=1'),
    ours(percent),
    ours(attacks),
    ours(distinct),
    ...peersOn(plain, attacks),
  ]
}

/** Tools that look for the same; bench/README.md says how they are installed. */
function peersOn(plain, attacks) {
  const own = process.env.FIRELINE_PEERS
  const detector = own === undefined ? null : join(own, 'log4shell-detector', 'log4shell-detector.py')
  const rex = own === undefined ? null : join(own, 'log4shell-rex', 'rex.txt')
  const deobfuscator = own === undefined ? null : moduleOf(join(own, 'venv'))
  const part = (log) => ({ ...log, bytes: Math.min(log.bytes, slowPeerBytes), isPart: true })
  const peer = (name, log, path, command) => ({
    name,
    is: 'peer',
    log: part(log),
    command: path === null || !existsSync(path) ? null : command(path),
    found: hostsIn,
  })
  return [
    peer('log4shell-detector', plain, detector, (path) => ['python3', path, '-f']),
    peer('log4shell-rex, rg -P', plain, rex, (path) => ['rg', '-P', '-f', path]),
    peer('jndi-deobfuscate', attacks, deobfuscator, (path) => ['python3', path, '-f']),
  ]
}

/** jndi-deobfuscate is run as a file, it installs no command. */
function moduleOf(venv) {
  const library = join(venv, 'lib')
  if (!existsSync(library)) return null
  const [python = ''] = readdirSync(library)
  return join(library, python, 'site-packages', 'jndi_deobfuscate', 'jndi_deobfuscate.py')
}

/** Hosts of attacks, as `lines.mjs` names them, whatever stands around them. */
function hostsIn(output) {
  return new Set(output.match(/\ba\d+\.evil\.example\b/g) ?? [])
}

function installed(program, contender) {
  return located(program) === null ? { ...contender, command: null } : contender
}

function located(program) {
  const own = process.env.FIRELINE_PEERS
  const folders = own === undefined ? [] : [join(own, 'bin'), join(own, 'venv', 'bin')]
  return (
    [...folders, ...(process.env.PATH ?? '').split(delimiter)]
      .map((folder) => join(folder, program))
      .find((path) => existsSync(path)) ?? null
  )
}
