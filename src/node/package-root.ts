import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of the installed package (or of the checkout): two above this file, in `src` and in `dist` alike. */
export const packageRoot = fileURLToPath(new URL('../../', import.meta.url))

/** The version in package.json. */
export function packageVersion(): string {
  const parsed: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  if (typeof parsed === 'object' && parsed !== null && 'version' in parsed && typeof parsed.version === 'string') {
    return parsed.version
  }
  throw new Error('package.json has no version')
}
