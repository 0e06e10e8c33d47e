import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { chanceFrom } from './chance.mjs'
import { attack, attackedAccess, hostOf, line, percentLine } from './lines.mjs'

const flushAt = 4 * 2 ** 20
/** One line in so many is an attack. */
const rarely = 10_000
/** Sprays repeat themselves: so many different texts come over and over. */
const sprayed = 2_000

/**
 * Makes the logs of a bench, those that are not there yet: for each where it lies, its bytes and lines, and how many
 * different hosts of attacks it names. `megabytes`: of the plain one.
 */
export function makeLogs(folder, megabytes, tell) {
  const plain = made(join(folder, `plain-${megabytes}.log`), megabytes, rare, tell)
  const web = Math.max(50, megabytes >> 2)
  const few = Math.max(20, megabytes >> 4)
  return {
    plain,
    gz: packed(plain, 'gz', ['gzip', '-6', '-c'], tell),
    zst: packed(plain, 'zst', ['zstd', '-3', '-c', '-q'], tell),
    percent: made(join(folder, `percent-${web}.log`), web, percentHeavy, tell),
    attacks: made(join(folder, `attacks-${few}.log`), few, onlyAttacks, tell),
    distinct: made(join(folder, `distinct-${few}.log`), few, allDistinct, tell),
  }
}

function* rare(chance) {
  for (let number = 0; ; number++) {
    if (number % rarely === rarely >> 1) yield { text: line(chance, attack(chance, hostOf(number))), host: true }
    else yield { text: line(chance), host: false }
  }
}

function* percentHeavy(chance) {
  for (let number = 0; ; number++) {
    if (number % rarely === rarely >> 1)
      yield { text: attackedAccess(chance, attack(chance, hostOf(number))), host: true }
    else yield { text: percentLine(chance), host: false }
  }
}

function* onlyAttacks(chance) {
  const texts = Array.from({ length: sprayed }, (_, number) => attack(chance, hostOf(number)))
  for (let number = 0; ; number++)
    yield {
      text: attackedAccess(chance, texts[number < sprayed ? number : chance.below(sprayed)]),
      host: number < sprayed,
    }
}

function* allDistinct(chance) {
  for (let number = 0; ; number++) yield { text: attackedAccess(chance, attack(chance, hostOf(number))), host: true }
}

/** Beside each log lies what is in it. */
function made(path, megabytes, generate, tell) {
  const counts = `${path}.json`
  if (existsSync(path) && existsSync(counts)) return { path, ...JSON.parse(readFileSync(counts, 'utf8')) }
  tell(`making ${path}`)
  const partial = `${path}.partial`
  const written = write(partial, megabytes * 1_000_000, generate(chanceFrom(1)))
  writeFileSync(counts, JSON.stringify(written))
  renameSync(partial, path)
  return { path, ...written }
}

function write(path, until, generated) {
  const fd = openSync(path, 'w')
  const sum = { bytes: 0, lines: 0, hosts: 0 }
  let waiting = ''
  for (const { text, host } of generated) {
    waiting += `${text}\n`
    sum.lines++
    if (host) sum.hosts++
    if (waiting.length < flushAt) continue
    sum.bytes += writeSync(fd, waiting)
    waiting = ''
    if (sum.bytes >= until) break
  }
  closeSync(fd)
  return sum
}

/** `null` where the program is not installed. */
function packed(plain, ending, [program, ...args], tell) {
  const path = `${plain.path}.${ending}`
  if (!existsSync(path)) {
    tell(`making ${path}`)
    const partial = `${path}.partial`
    const sink = openSync(partial, 'w')
    const { status } = spawnSync(program, [...args, plain.path], { stdio: ['ignore', sink, 'inherit'] })
    closeSync(sink)
    if (status !== 0) {
      rmSync(partial, { force: true })
      return null
    }
    renameSync(partial, path)
  }
  return { ...plain, path }
}
