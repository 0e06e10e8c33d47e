import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, delimiter, join } from 'node:path'
import { packageRoot } from '../package-root.ts'
import { type FetchOptions, fetchArtifacts } from './artifacts.ts'
import { compileJava } from './compile.ts'
import { type JavaService, startJava } from './java-service.ts'
import { labDirectory } from './lab-directory.ts'
import { checkFields, typicalFields } from './logged-fields.ts'
import { labRelease } from './releases.ts'
import { type LabServer, type LabServerName, labServers } from './servers.ts'
import { findJdk } from './toolchain.ts'

/** Services are compiled against the oldest release, so that one compilation runs on every release. */
const oldestApi = 'org.apache.logging.log4j:log4j-api:2.0-beta9'

const services = join(packageRoot, 'lab', 'services')

/** Which service to start. */
export interface LabRequest {
  readonly server: LabServerName
  /** A release of lab/artifacts.json: `2.14.1`. */
  readonly log4j: string
  /** 0, the default, takes a free port. */
  readonly port?: number
  /** `message` (default): the log line holds the message. `ctx`: also a context lookup, CVE-2021-45046. */
  readonly layout?: 'message' | 'ctx'
  /** Sets `log4j2.formatMsgNoLookups`, the mitigation that was advised first. */
  readonly noLookups?: boolean
  /** A jar that takes the place of the release's log4j-core, such as one that was mended. */
  readonly core?: string
  /** Fields that go into messages; default {@link typicalFields}. */
  readonly log?: string
  /** Fields of which the last one present goes into the thread context; default `header:X-Login-Id`. */
  readonly context?: string
}

/** A running service; deliberately vulnerable, so on 127.0.0.1 only. */
export interface LabService extends JavaService {
  readonly url: string
  readonly server: LabServerName
}

/** Starts a service, after bringing and compiling what it needs. Throws Problems for what is missing. */
export async function startLab(request: LabRequest, options: FetchOptions = {}): Promise<LabService> {
  const { server: name, log = typicalFields, context = 'header:X-Login-Id' } = request
  const server = serverNamed(name)
  const release = await labRelease(request.log4j)
  const args = ['--port', String(request.port ?? 0), '--log', checkFields(log), '--context', checkFields(context)]
  const jdk = await findJdk()
  const directory = options.directory ?? labDirectory()
  const jars = await fetchArtifacts([oldestApi, ...release.artifacts, ...server.artifacts], { ...options, directory })
  const pathsOf = (coordinates: readonly string[]): string[] => coordinates.flatMap((known) => jars.get(known) ?? [])
  const classes = await compileJava({
    jdk,
    sources: await sourcesOf(server),
    classPath: pathsOf([oldestApi, ...server.artifacts]),
    directory,
  })
  const own = pathsOf(release.artifacts).map((path) => (isCore(path) ? (request.core ?? path) : path))
  const classPath = [classes, ...own, ...pathsOf(server.artifacts)]
  const folder = await mkdtemp(join(tmpdir(), 'fireline-lab-'))
  const service = await startJava(jdk.java, {
    args: [...flagsOf(request), '-cp', classPath.join(delimiter), server.mainClass, ...args],
    folder,
    name: `${name} with Log4j ${request.log4j}`,
    onEnd: () => rm(folder, { recursive: true, force: true }),
  })
  return { ...service, server: name, url: `http://127.0.0.1:${service.port}/` }
}

function isCore(path: string): boolean {
  return basename(path).startsWith('log4j-core-')
}

function serverNamed(name: LabServerName): LabServer {
  const server = labServers.find((known) => known.name === name)
  if (server === undefined) throw new Error(`no such server in the lab: ${name}`)
  return server
}

/** Its own file, and those that all servers share: every file that is not another server's. */
async function sourcesOf({ mainClass }: LabServer): Promise<readonly string[]> {
  const others = labServers
    .filter((server) => server.mainClass !== mainClass)
    .map((server) => `${server.mainClass}.java`)
  const files = (await readdir(services)).filter((file) => file.endsWith('.java') && !others.includes(file))
  return files.sort().map((file) => join(services, file))
}

function flagsOf({ layout = 'message', noLookups = false }: LabRequest): readonly string[] {
  const configuration = join(services, layout === 'ctx' ? 'log4j2-context.xml' : 'log4j2-message.xml')
  return [`-Dlog4j.configurationFile=${configuration}`, ...(noLookups ? ['-Dlog4j2.formatMsgNoLookups=true'] : [])]
}
