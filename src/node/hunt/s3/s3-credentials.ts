import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

export interface S3Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string | null
}

/** How to speak to a server. */
export interface S3Access {
  /** `null`: as anybody. */
  readonly keys: S3Keys | null
  readonly region: string
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The credentials and the region that the tools of AWS would take: of the environment, or of a profile in the files below
 * `~/.aws`. Programs and servers that hand out credentials are not asked.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export function s3Access(env: Environment): S3Access {
  const profile = env['AWS_PROFILE'] ?? 'default'
  const credentials = sectionsOf(env['AWS_SHARED_CREDENTIALS_FILE'] ?? join(homedir(), '.aws', 'credentials'))
  const config = sectionsOf(env['AWS_CONFIG_FILE'] ?? join(homedir(), '.aws', 'config'))
  const said = config.get(profile === 'default' ? 'default' : `profile ${profile}`)
  const region = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? said?.get('region') ?? 'us-east-1'
  const ofEnvironment = keysOf((name) => env[name.toUpperCase()])
  const ofFile = (section: ReadonlyMap<string, string> | undefined): S3Keys | null =>
    section === undefined ? null : keysOf((name) => section.get(name))
  return { keys: ofEnvironment ?? ofFile(credentials.get(profile)) ?? ofFile(said), region }
}

function keysOf(read: (name: string) => string | undefined): S3Keys | null {
  const accessKeyId = read('aws_access_key_id') ?? ''
  const secretAccessKey = read('aws_secret_access_key') ?? ''
  if (accessKeyId === '' || secretAccessKey === '') return null
  return { accessKeyId, secretAccessKey, sessionToken: read('aws_session_token') ?? null }
}

/** By name, each with its settings; empty where there is no such file. */
function sectionsOf(path: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const sections = new Map<string, Map<string, string>>()
  let section = new Map<string, string>()
  for (const line of textOf(path).split(/\r?\n/)) {
    const head = /^\[([^\]]*)\]/.exec(line)
    if (head !== null) {
      section = new Map()
      sections.set((head[1] ?? '').trim(), section)
      continue
    }
    const equals = line.indexOf('=')
    if (equals < 0 || /^\s*[#;]/.test(line)) continue
    section.set(line.slice(0, equals).trim().toLowerCase(), line.slice(equals + 1).trim())
  }
  return sections
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // No such file is no credentials, as it is for the tools of AWS.
  }
}
