import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type ConfigurationSighting, interestIn, readConfiguration } from '../../log4j/index.ts'
import { largestTextBytes } from '../../scan/index.ts'

/** Where applications keep the configuration of the jars in their `lib`, from the jar's folder. */
const places = ['.', 'config', 'conf', '..', '../conf', '../config', '../etc', '../classes', '../resources']
/** A folder with more names than this is no folder of configurations. */
const mostNames = 2_000

/**
 * Settings of configuration files near an archive. They are evidence beside the code, so whatever cannot be read
 * here is passed over: the code is judged without it, and more severely.
 */
export function configurationsBeside(path: string, shown: string): readonly ConfigurationSighting[] {
  return places.flatMap((place) => {
    const folder = join(dirname(path), place)
    return candidates(folder).flatMap((name) => read(join(folder, name), join(dirname(shown), place, name)))
  })
}

function candidates(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder)
    return names.length > mostNames ? [] : names.filter((name) => interestIn(name) === 'configuration')
  } catch {
    return []
  }
}

function read(path: string, shown: string): readonly ConfigurationSighting[] {
  try {
    const stat = statSync(path)
    return stat.isFile() && stat.size <= largestTextBytes ? readConfiguration(shown, readFileSync(path)) : []
  } catch {
    return []
  }
}
