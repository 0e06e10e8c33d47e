import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeApplications } from './applications.mjs'
import { plant } from './planted.mjs'

/** Files of one shard. Any number of shards is a smaller tree of the same mixture. */
const shardFiles = 10_000
/** Trees in each other by how many shards each has: the smallest lies in the next, which lies in the largest. */
const nested = [1, 5, 18]
const shardCount = nested[nested.length - 1]

/**
 * The tree, made once: the folders of its parts of 10,000, 50,000 and 180,000 files, each with what was planted in the
 * smallest. Each shard has a part of the Debian packages, applications, and npm packages until it is full.
 */
export function makeTree(folder, raw, tell) {
  const large = join(folder, '180000')
  const medium = join(large, '50000')
  const small = join(medium, '10000')
  if (!existsSync(join(folder, '.complete'))) {
    if (raw.log4j === null || raw.jars === null) throw new Error('without Maven there is nothing to plant')
    rmSync(folder, { recursive: true, force: true })
    plant(join(small, 'planted'), raw.log4j)
    const packages = raw.npm === null ? [] : packagesIn(join(raw.npm, 'node_modules'))
    let next = 0
    for (let number = 0; number < shardCount; number++) {
      const shard = join(number < nested[0] ? small : number < nested[1] ? medium : large, `shard-${number}`)
      tell(`making ${shard}…`)
      if (raw.debs !== null) unpackDebs(join(shard, 'debian'), raw.debs, number)
      makeApplications(join(shard, 'srv', 'apps'), raw.jars, number)
      makeLoop(join(shard, 'srv'))
      next = fill(shard, packages, next)
    }
    writeFileSync(join(folder, '.complete'), '')
  }
  return { 10000: small, 50000: medium, 180000: large }
}

function unpackDebs(folder, debs, number) {
  mkdirSync(folder, { recursive: true })
  const names = readdirSync(debs).filter((name) => name.endsWith('.deb'))
  for (const name of names.sort().filter((_name, i) => i % shardCount === number)) {
    execFileSync('dpkg-deb', ['-x', join(debs, name), folder])
  }
}

/** A link to a folder above itself, and one that leads nowhere. */
function makeLoop(folder) {
  symlinkSync('..', join(folder, 'loop'))
  symlinkSync('missing', join(folder, 'dangling'))
}

/** Copies whole npm packages, the next one each time, until the shard has its files. Gives the next one. */
function fill(shard, packages, start) {
  let left = shardFiles - filesIn(shard).length
  let next = start
  for (let round = 0; left > 0 && packages.length > 0 && round < 10 * packages.length; round++) {
    const { path, name, files } = packages[next % packages.length]
    const turn = Math.floor(next / packages.length)
    next++
    // The last few files may be a part of a package.
    if (files.length > left && left > 200) continue
    for (const file of files.slice(0, left)) {
      const target = join(shard, 'srv', `site-${turn}`, 'node_modules', name, file)
      mkdirSync(dirname(target), { recursive: true })
      copyFileSync(join(path, file), target)
    }
    left -= Math.min(left, files.length)
  }
  return next
}

/** Packages with their files, nested ones as a part of theirs. */
function packagesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap(({ name }) =>
      name.startsWith('@') ? readdirSync(join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
    )
    .sort((a, b) => (scattered(a) < scattered(b) ? -1 : 1))
    .map((name) => ({ name, path: join(folder, name), files: filesIn(join(folder, name)) }))
}

/** An order that is not the alphabet's, so that each shard has packages of all kinds. */
function scattered(name) {
  return [...name].reverse().join('')
}

/** Regular files below, as paths from there. */
function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
}
