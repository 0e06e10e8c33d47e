import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const debianPackages = 529
/** What the planted samples are made from. */
const coreVersions = '2.0-beta9 2.0.2 2.3 2.8.1 2.11.2 2.12.1 2.13.3 2.14.1'.split(' ')
const part = (name) => new URL(`./${name}`, import.meta.url)

/**
 * Brings what the tree is made from: packages of Debian, of npm and of Maven, through the clients that are set up
 * here. Each is brought once; delete its folder to bring it anew. What cannot be had is left out, with a word.
 */
export function bringRaw(folder, tell) {
  return {
    debs: bring(join(folder, 'debs'), tell, bringDebs),
    npm: bring(join(folder, 'npm'), tell, bringNpm),
    jars: bring(join(folder, 'jars'), tell, bringJars),
    log4j: bring(join(folder, 'log4j'), tell, bringLog4j),
  }
}

/** The folder, or `null` where it could not be brought. */
function bring(folder, tell, how) {
  const done = join(folder, '.complete')
  if (existsSync(done)) return folder
  mkdirSync(folder, { recursive: true })
  tell(`bringing ${folder}…`)
  try {
    how(folder)
    writeFileSync(done, '')
    return folder
  } catch (error) {
    tell(`left out: ${error.message.split('\n')[0]}`)
    return null
  }
}

/** Every third or so of the libraries, from the whole alphabet. */
function bringDebs(folder) {
  chmodSync(folder, 0o777) // apt downloads as a user of its own
  const found = execFileSync('apt-cache', ['search', '--names-only', '^lib.*-java$'], { encoding: 'utf8' })
  const names = found.split('\n').flatMap((line) => line.split(' ')[0] || [])
  if (names.length === 0) throw new Error('apt knows no Java libraries: run apt-get update first')
  const chosen = names.sort().filter((_name, i) => (i * debianPackages) % names.length < debianPackages)
  execFileSync('apt-get', ['download', '-qq', ...chosen], { cwd: folder, stdio: ['ignore', 'ignore', 'ignore'] })
}

function bringNpm(folder) {
  writeFileSync(join(folder, 'package.json'), readFileSync(part('npm.json')))
  const quiet = '--ignore-scripts --no-audit --no-fund --no-package-lock --legacy-peer-deps --omit=optional'
  execFileSync('npm', ['install', ...quiet.split(' ')], { cwd: folder, stdio: 'ignore' })
}

function bringJars(folder) {
  writeFileSync(join(folder, 'pom.xml'), readFileSync(part('jars.xml')))
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'
  const args = ['-q', '-B', goal, `-DoutputDirectory=${folder}`, '-DincludeScope=runtime']
  execFileSync('mvn', args, { cwd: folder, stdio: 'ignore' })
  if (!readdirSync(folder).some((name) => name.endsWith('.jar'))) throw new Error('Maven brought no jar')
}

function bringLog4j(folder) {
  for (const version of coreVersions) {
    const artifact = `org.apache.logging.log4j:log4j-core:${version}`
    const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy'
    const args = ['-q', '-B', goal, `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`]
    execFileSync('mvn', args, { cwd: folder, stdio: 'ignore' })
  }
}
