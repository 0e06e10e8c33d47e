import { readFile } from 'node:fs/promises'
import { problem } from '../core/index.ts'

/** Values of options by command name, then by option name. */
export type ConfigFile = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export const configUnreadable = problem('CONFIG_UNREADABLE', (path: string, why: string) => ({
  message: `the configuration file ${path} cannot be used: ${why}`,
  hint: 'Correct it: an object of commands, each an object of options, such as {"probe": {"rate": 50}}.',
}))

/** Reads a configuration file; an absent one is empty. Throws a Problem if it is not an object of objects. */
export async function readConfigFile(path: string): Promise<ConfigFile> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw configUnreadable(path, error instanceof Error ? error.message : String(error))
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw configUnreadable(path, error instanceof Error ? error.message : String(error))
  }
  if (!isObject(value)) throw configUnreadable(path, 'it is not an object')
  const config: Record<string, Readonly<Record<string, unknown>>> = {}
  for (const [name, options] of Object.entries(value)) {
    if (!isObject(options)) throw configUnreadable(path, `${name} is not an object`)
    config[name] = options
  }
  return config
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
