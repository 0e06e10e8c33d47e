import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileJava, fetchArtifacts, findJdk, labDirectory } from '../../src/node/index.ts'

/** A file by its name. */
export interface Part {
  readonly name: string
  readonly content: Uint8Array
}

/** One Java process that makes what recipes ask for; packer/Packer.java says how it is spoken to. */
export interface Packer {
  /** Rejects with what the tool said. Orders are done one after another. */
  make(trade: string, args: readonly string[], parts: readonly Part[]): Promise<readonly Part[]>
  close(): void
}

const asm = '9.7'
/** What the packer packs, shades, obfuscates and compiles with. */
const tools = [
  'org.apache.commons:commons-compress:1.27.1',
  'commons-codec:commons-codec:1.17.1',
  'commons-io:commons-io:2.16.1',
  'org.apache.commons:commons-lang3:3.16.0',
  'org.tukaani:xz:1.10',
  'com.github.luben:zstd-jni:1.5.6-9',
  'org.apache.maven.plugins:maven-shade-plugin:3.6.0',
  'org.apache.maven:maven-plugin-api:3.9.9',
  'org.codehaus.plexus:plexus-utils:3.5.1',
  'org.slf4j:slf4j-api:1.7.36',
  `org.ow2.asm:asm:${asm}`,
  `org.ow2.asm:asm-commons:${asm}`,
  `org.ow2.asm:asm-tree:${asm}`,
  'org.vafer:jdependency:2.10',
  'com.guardsquare:proguard-base:7.7.0',
  'com.guardsquare:proguard-core:9.1.10',
  'org.jetbrains.kotlin:kotlin-metadata-jvm:2.1.0',
  'org.jetbrains.kotlin:kotlin-stdlib:2.1.0',
  'com.google.code.gson:gson:2.11.0',
  'org.json:json:20231013',
  // ProGuard logs through it; a safe one.
  'org.apache.logging.log4j:log4j-api:2.26.1',
  'org.apache.logging.log4j:log4j-core:2.26.1',
  'org.eclipse.jdt:ecj:3.32.0',
]

const flags = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx1g', '-Dfile.encoding=UTF-8']

export async function startPacker(): Promise<Packer> {
  const folder = fileURLToPath(new URL('./packer', import.meta.url))
  const sources = (await readdir(folder)).filter((name) => name.endsWith('.java')).map((name) => join(folder, name))
  const jdk = await findJdk()
  const jars = [...(await fetchArtifacts(tools)).values()]
  const classes = await compileJava({ jdk, sources: sources.sort(), classPath: jars, directory: labDirectory() })
  const child = spawn(jdk.java, [...flags, '-cp', [classes, ...jars].join(delimiter), 'Packer'])
  return packerOf(child)
}

function packerOf(child: ChildProcessWithoutNullStreams): Packer {
  const answers = new Answers()
  let said = ''
  child.stdout.on('data', (bytes: Buffer) => answers.take(bytes))
  child.stderr.on('data', (bytes: Buffer) => (said = `${said}${bytes.toString()}`.slice(-4_000)))
  child.stdin.on('error', () => undefined) // it has ended, which is told below
  child.once('close', () => answers.end(new Error(`the packer ended: ${said}`)))
  child.once('error', (error) => answers.end(error))
  return {
    make(trade, args, parts) {
      child.stdin.write(Buffer.concat(orderOf(trade, args, parts)))
      return answers.next()
    },
    close: () => child.stdin.end(),
  }
}

function orderOf(trade: string, args: readonly string[], parts: readonly Part[]): readonly Uint8Array[] {
  return [
    ...text(trade),
    int(args.length),
    ...args.flatMap(text),
    int(parts.length),
    ...parts.flatMap(({ name, content }) => [...text(name), int(content.length), content]),
  ]
}

function text(value: string): readonly Buffer[] {
  const bytes = Buffer.from(value)
  return [int(bytes.length), bytes]
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

/** Answers in the order of the orders. */
class Answers {
  readonly #waiting: { resolve: (parts: readonly Part[]) => void; reject: (error: Error) => void }[] = []
  #pieces: Buffer[] = []
  #size = 0
  /** Nothing can be whole before so many bytes are there. */
  #need = 8
  #ended: Error | null = null

  next(): Promise<readonly Part[]> {
    if (this.#ended !== null) return Promise.reject(this.#ended)
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }))
  }

  take(bytes: Buffer): void {
    this.#pieces.push(bytes)
    this.#size += bytes.length
    if (this.#size < this.#need) return
    let whole = Buffer.concat(this.#pieces)
    for (;;) {
      const reading = new Reading(whole)
      const answer = reading.answer()
      if (answer === null) {
        this.#need = reading.needed
        break
      }
      const waiting = this.#waiting.shift()
      if (answer instanceof Error) waiting?.reject(answer)
      else waiting?.resolve(answer)
      whole = whole.subarray(reading.at)
    }
    this.#pieces = [whole]
    this.#size = whole.length
  }

  end(error: Error): void {
    this.#ended = error
    for (const { reject } of this.#waiting.splice(0)) reject(error)
  }
}

/** One answer out of bytes that may not be all of it. */
class Reading {
  at = 0
  /** How many bytes must be there before it is worth to try again. */
  needed = 8
  readonly #bytes: Buffer

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /** `null` if bytes are missing. */
  answer(): readonly Part[] | Error | null {
    const made = this.#int()
    if (made === 0) {
      const why = this.#block()
      return why === null ? null : new Error(why.toString())
    }
    const count = this.#int()
    if (made === null || count === null) return null
    const parts: Part[] = []
    for (let left = count; left > 0; left--) {
      const name = this.#block()
      const content = name === null ? null : this.#block()
      if (name === null || content === null) return null
      parts.push({ name: name.toString(), content })
    }
    return parts
  }

  #int(): number | null {
    const bytes = this.#take(4)
    return bytes === null ? null : bytes.readInt32BE()
  }

  #block(): Buffer | null {
    const length = this.#int()
    return length === null ? null : this.#take(length)
  }

  #take(length: number): Buffer | null {
    this.needed = this.at + length
    if (this.needed > this.#bytes.length) return null
    this.at += length
    return this.#bytes.subarray(this.at - length, this.at)
  }
}
