import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, delimiter, join } from 'node:path'
import { problem } from '../../core/index.ts'
import { runTool } from './run-tool.ts'
import type { Jdk } from './toolchain.ts'

export const labCompileFailed = problem('LAB_COMPILE_FAILED', (what: string, said: string) => ({
  message: `javac did not compile ${what}. It said:\n${said}`,
  hint: 'Check that `javac -version` is 11 or later, and that the disk is not full.',
}))

/** A compiler that has said nothing for this long will not. */
const compileTimeoutMs = 120_000

export interface CompileOptions {
  readonly jdk: Jdk
  /** Java files; they may use each other. */
  readonly sources: readonly string[]
  readonly classPath: readonly string[]
  /** The cache: a folder named after what was compiled is made in it. */
  readonly directory: string
}

/**
 * Compiles Java files once and returns the folder of their classes: what was compiled before, from the same text
 * against the same jars by the same compiler, is used again. Any number of processes may call it at once.
 */
export async function compileJava({ jdk, sources, classPath, directory }: CompileOptions): Promise<string> {
  const classes = join(directory, 'classes', await nameOf(sources, classPath, jdk.version))
  if (await exists(classes)) return classes
  await mkdir(join(directory, 'classes'), { recursive: true })
  const folder = await mkdtemp(join(directory, 'javac-'))
  try {
    const args = ['--release', '11', '-encoding', 'UTF-8', '-d', folder, '-cp', classPath.join(delimiter), ...sources]
    const run = await runTool(jdk.javac, args, { timeoutMs: compileTimeoutMs })
    if (run.exitCode !== 0) throw labCompileFailed(sources.map((path) => basename(path)).join(', '), run.tail.trimEnd())
    await renameUnlessThere(folder, classes)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return classes
}

async function nameOf(sources: readonly string[], classPath: readonly string[], jdk: string): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([jdk, classPath.map((path) => basename(path))]))
  for (const source of sources) hash.update(basename(source)).update(await readFile(source))
  return hash.digest('hex').slice(0, 16)
}

async function renameUnlessThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    // Another process was faster, with the same classes.
    if (!(await exists(to))) throw error
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
