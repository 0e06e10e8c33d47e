import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { problem } from '../../core/index.ts'
import { runTool } from './run-tool.ts'

const howToGet =
  'Debian and Ubuntu: `apt install default-jdk-headless maven`; macOS: `brew install openjdk maven`; anywhere: ' +
  '`sdk install java` and `sdk install maven` (SDKMAN).'

export const labNoJdk = problem('LAB_NO_JDK', (why: string) => ({
  message: `the lab needs a Java Development Kit of release ${oldestJdk} or later, and ${why}`,
  hint: `Install one. ${howToGet}`,
}))

export const labNoMaven = problem('LAB_NO_MAVEN', () => ({
  message: 'the lab needs Maven to bring its jars, and there is no mvn on the path',
  hint: `Install it. ${howToGet}`,
}))

/** Tomcat 10.1 asks for Java 11 (https://tomcat.apache.org/whichversion.html). */
const oldestJdk = 11

/** The programs of one Java Development Kit. */
export interface Jdk {
  readonly java: string
  readonly javac: string
  /** As `javac -version` says it: `17.0.15`. */
  readonly version: string
}

/** The JDK of `JAVA_HOME`, else the one on the path. Throws a Problem if there is none, or it is too old. */
export async function findJdk(env: NodeJS.ProcessEnv = process.env): Promise<Jdk> {
  const home = env['JAVA_HOME']
  const path = home === undefined || home === '' ? env['PATH'] : `${join(home, 'bin')}${delimiter}${env['PATH'] ?? ''}`
  const java = programOnPath('java', path)
  const javac = programOnPath('javac', path)
  if (java === null || javac === null) throw labNoJdk('there is no java and javac on the path')
  // Asked rather than trusted: macOS has a javac that only says where to get one.
  const { exitCode, tail } = await runTool(javac, ['-version'], { timeoutMs: 30_000 })
  const version = /javac (\d[\w.+-]*)/.exec(tail)?.[1]
  if (exitCode !== 0 || version === undefined) throw labNoJdk(`${javac} does not run`)
  if (Number.parseInt(version, 10) < oldestJdk) throw labNoJdk(`${javac} is of release ${version}`)
  return { java, javac, version }
}

/** The `mvn` on the path, `null` if there is none. */
export function findMaven(env: NodeJS.ProcessEnv = process.env): string | null {
  return programOnPath('mvn', env['PATH'])
}

function programOnPath(name: string, path = ''): string | null {
  for (const folder of path.split(delimiter)) {
    const program = join(folder, name)
    if (folder !== '' && isExecutable(program)) return program
  }
  return null
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false // the question was whether; the cause does not matter
  }
}
