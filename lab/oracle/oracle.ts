import { spawn } from 'node:child_process'
import { delimiter } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileJava, fetchArtifacts, findJdk, labDirectory } from '../../src/node/index.ts'

/** What the real StrSubstitutor of a release made of one string. */
export interface Recorded {
  readonly output: string | null
  /** Simple name of the exception, or `null`. */
  readonly exception: string | null
  readonly jndi: readonly string[]
}

/** The world that the oracle's process has, so that ours can be the same. */
export const oracleEnvironment = { USER: 'tomcat', HOME: '/opt/tomcat', SECRET: 'a ${b} c', EMPTY: '' }
export const oracleProperties = { 'fl.name': 'value', 'fl.nested': '${lower:X}-${env:USER}', 'fl.dollar': '$' }

/** Feeds `texts` to the StrSubstitutor of a Log4j release, in one JVM; `null` to those that its process never answered. */
export async function askRelease(release: string, texts: readonly string[]): Promise<readonly Recorded[]> {
  const core = `org.apache.logging.log4j:log4j-core:${release}`
  const jars = [...(await fetchArtifacts([core, `org.apache.logging.log4j:log4j-api:${release}`])).values()]
  const jdk = await findJdk()
  const sources = [fileURLToPath(new URL('./SubstitutorOracle.java', import.meta.url))]
  const classes = await compileJava({ jdk, sources, classPath: jars, directory: labDirectory() })
  const properties = Object.entries(oracleProperties).map(([key, value]) => `-D${key}=${value}`)
  const flags = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xss1m', '-Duser.timezone=UTC', '-Duser.language=en']
  const quiet = [
    '-Duser.country=US',
    '-Dfile.encoding=UTF-8',
    '-Dlog4j2.disable.jmx=true',
    '-Dorg.apache.logging.log4j.simplelog.StatusLogger.level=OFF',
    '-Dlog4j2.StatusLogger.level=OFF',
  ]
  const args = [...flags, ...quiet, ...properties, '-cp', [classes, ...jars].join(delimiter), 'SubstitutorOracle']
  const input = texts.map((text) => `${Buffer.from(text, 'utf8').toString('hex')}\n`).join('')
  const lines = (await run(jdk.java, args, input)).trimEnd().split('\n')
  if (lines.length !== texts.length)
    throw new Error(`asked ${release} ${texts.length} strings, and it answered ${lines.length}`)
  return lines.map(read)
}

function read(line: string): Recorded {
  const [output = '-', exception = '-', ...jndi] = line.split(' ')
  const text = (word: string): string => Buffer.from(word.slice(1), 'hex').toString('utf8')
  return {
    output: output === '-' ? null : text(output),
    exception: exception === '-' ? null : exception,
    jndi: jndi.map(text),
  }
}

async function run(command: string, args: readonly string[], input: string): Promise<string> {
  const child = spawn(command, args, { env: oracleEnvironment, stdio: ['pipe', 'pipe', 'ignore'], timeout: 120_000 })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  // It may end before it has read everything; the count of its answers shows that.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject))
  return Buffer.concat(chunks).toString('utf8')
}
