import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The tarball, the command as it was installed from it, and a folder for what it writes. */
    packed: { tarball: string; command: string; home: string }
  }
}

/** Folders whose tests never run the packed command. */
const unpacked = /^(?:\.\/)?(?:src|lab|test\/kit)(?:\/|$)/

/** Packs the package and installs the tarball once for all tests: end-to-end tests run what users get. */
export default function packOnce(project: TestProject): () => void {
  const filters = process.argv.slice(2).filter((word) => word !== 'run' && !word.startsWith('-'))
  if (filters.length > 0 && filters.every((filter) => unpacked.test(filter))) return () => undefined
  const folder = mkdtempSync(join(tmpdir(), 'fireline-packed-'))
  const npm = (cwd: string, ...args: string[]): string =>
    execFileSync('npm', [...args, '--loglevel=error'], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  const [{ filename = '' } = {}] = JSON.parse(
    npm('.', 'pack', '--json', '--ignore-scripts', '--pack-destination', folder),
  ) as { filename?: string }[]
  const tarball = join(folder, filename)
  writeFileSync(join(folder, 'package.json'), '{"private": true}')
  npm(folder, 'install', '--prefer-offline', '--no-audit', '--no-fund', '--omit=dev', tarball)
  project.provide('packed', { tarball, command: join(folder, 'node_modules', '.bin', 'fireline'), home: folder })
  return () => rmSync(folder, { recursive: true, force: true })
}
