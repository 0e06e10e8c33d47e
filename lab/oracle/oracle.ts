import { spawn } from 'node:child_process'
import { delimiter } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileJava, fetchArtifacts, findJdk, labDirectory } from '../../src/node/index.ts'

/** What a release made of one string: its StrSubstitutor, and its converter of `%m`. */
export interface Answer {
  readonly once: Recorded
  readonly message: Recorded
}

export interface Recorded {
  readonly output: string | null
  /** Simple name of the exception, or `null`. */
  readonly exception: string | null
  readonly jndi: readonly string[]
}

/** The world that the oracle's process has, so that ours can be the same. */
export const oracleEnvironment = { USER: 'tomcat', HOME: '/opt/tomcat', SECRET: 'a ${b} c', EMPTY: '' }
export const oracleProperties = { 'fl.name': 'value', 'fl.nested': '${lower:X}-${env:USER}', 'fl.dollar': '$' }

/** What the harness's event is. */
export const oracleEvent = {
  ctx: { id: 'r-${lower:Q}$' },
  event: {
    Level: 'INFO',
    Logger: 'com.acme.App',
    ThreadName: 'http-nio-8080-exec-1',
    ThreadId: '31',
    Timestamp: '1639094400123',
  },
  at: 1_639_094_400_123,
}

/** Has a Log4j release evaluate `texts`, all in one JVM. */
export async function askRelease(release: string, texts: readonly string[]): Promise<readonly Answer[]> {
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
    `-Dlog4j.configurationFile=${fileURLToPath(new URL('./log4j2.xml', import.meta.url))}`,
  ]
  const args = [...flags, ...quiet, ...properties, '-cp', [classes, ...jars].join(delimiter), 'SubstitutorOracle']
  const input = texts.map((text) => `${Buffer.from(text, 'utf8').toString('hex')}\n`).join('')
  const lines = (await run(jdk.java, args, input)).trimEnd().split('\n')
  if (lines.length !== texts.length)
    throw new Error(`asked ${release} ${texts.length} strings, and it answered ${lines.length}`)
  return lines.map(readAnswer)
}

function readAnswer(line: string): Answer {
  const [once = '', message = ''] = line.split(' | ')
  return { once: readRecorded(once), message: readRecorded(message) }
}

function readRecorded(line: string): Recorded {
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
