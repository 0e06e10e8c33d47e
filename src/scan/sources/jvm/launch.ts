/** How a JVM was started, as far as it bears on what it has loaded and on what mends a flaw. */
export interface JvmLaunch {
  /** Main class, module or jar, for people; arguments of the application are left out, as they may hold secrets. */
  readonly runs: string
  /** Jars and folders of the class path and the module path in order; `…/*` stands for the jars in a folder. */
  readonly classPath: readonly string[]
  /** Jars of `-javaagent:`, which may change any class as it is loaded. */
  readonly agents: readonly string[]
  /** Properties that bear on Log4j and JNDI; of one that is set twice, the one that holds. */
  readonly properties: Readonly<Record<string, string>>
  /** Variables that bear on Log4j. */
  readonly environment: Readonly<Record<string, string>>
}

/** Launcher options whose value is the next argument (java(1)). */
const takesValue: ReadonlySet<string> = new Set([
  '-cp',
  '-classpath',
  '--class-path',
  '-p',
  '--module-path',
  '--upgrade-module-path',
  '--add-modules',
  '--limit-modules',
  '--add-reads',
  '--add-exports',
  '--add-opens',
  '--patch-module',
  '--enable-native-access',
  '--source',
  '-jar',
  '-m',
  '--module',
])

const propertiesKept = /^(?:log4j|com\.sun\.jndi\.|java\.class\.path$|jdk\.module\.path$|java\.rmi\.|loader\.path$)/
const variablesKept = /^(?:LOG4J|LOADER_PATH$)/

/**
 * Reads a command line (`args[0]` is the program) and environment. `readArguments` gives the text of an `@argfile`,
 * `null` if it cannot be had.
 *
 * Order of precedence as HotSpot has it: JAVA_TOOL_OPTIONS, then the command line (before it JDK_JAVA_OPTIONS), then
 * _JAVA_OPTIONS; what comes later holds.
 */
export function readLaunch(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  readArguments: (path: string) => string | null = () => null,
): JvmLaunch {
  const from = (name: string): readonly string[] => splitOptions(environment[name] ?? '')
  const command = [...from('JDK_JAVA_OPTIONS'), ...args.slice(1)].flatMap((arg) => expanded(arg, readArguments))
  const draft = new LaunchDraft()
  draft.options(from('JAVA_TOOL_OPTIONS'))
  draft.options(command)
  draft.options(from('_JAVA_OPTIONS'))
  return draft.done(environment)
}

class LaunchDraft {
  readonly #properties = new Map<string, string>()
  readonly #agents: string[] = []
  readonly #more: string[] = []
  #classPath: string | null = null
  #jar: string | null = null
  #main: string | null = null

  options(args: readonly string[]): void {
    for (let i = 0; i < args.length; i++) {
      const arg = args[i] ?? ''
      if (!arg.startsWith('-')) {
        this.#main ??= arg
        return
      }
      const equals = arg.startsWith('--') ? arg.indexOf('=') : -1
      const name = equals < 0 ? arg : arg.slice(0, equals)
      const separate = equals < 0 && takesValue.has(name)
      const value = equals >= 0 ? arg.slice(equals + 1) : separate ? (args[i + 1] ?? '') : ''
      if (separate) i++
      this.#option(arg, name, value)
      // What follows belongs to the application.
      if (name === '-jar' || name === '-m' || name === '--module') return
    }
  }

  done(environment: Readonly<Record<string, string>>): JvmLaunch {
    const classPath =
      this.#jar ?? this.#classPath ?? this.#properties.get('java.class.path') ?? environment['CLASSPATH'] ?? ''
    const paths = [classPath, this.#properties.get('jdk.module.path') ?? '', ...this.#more]
    return {
      runs: (this.#jar ?? this.#main ?? 'an unknown program').slice(0, 300),
      // An empty part of a class path is the working directory.
      classPath: [...new Set(paths.flatMap((path, i) => parts(path, i === 0 && this.#jar === null && path !== '')))],
      agents: this.#agents,
      properties: Object.fromEntries(this.#properties),
      environment: Object.fromEntries(Object.entries(environment).filter(([name]) => variablesKept.test(name))),
    }
  }

  #option(arg: string, name: string, value: string): void {
    if (name === '-cp' || name === '-classpath' || name === '--class-path') this.#classPath = value
    else if (name === '-p' || name === '--module-path' || name === '--upgrade-module-path') this.#more.push(value)
    else if (name === '-jar') this.#jar = value
    else if (name === '-m' || name === '--module') this.#main = value
    else if (arg.startsWith('-Xbootclasspath/')) this.#more.push(arg.slice(arg.indexOf(':') + 1))
    else if (arg.startsWith('-javaagent:')) {
      const jar = arg.slice('-javaagent:'.length).replace(/=.*/s, '')
      this.#agents.push(jar)
      this.#more.push(jar)
    } else if (arg.startsWith('-D')) this.#property(arg.slice(2))
  }

  #property(text: string): void {
    const equals = text.indexOf('=')
    const name = equals < 0 ? text : text.slice(0, equals)
    if (propertiesKept.test(name)) this.#properties.set(name, equals < 0 ? '' : text.slice(equals + 1))
  }
}

function parts(path: string, emptyIsHere: boolean): readonly string[] {
  return path.split(':').flatMap((part) => (part !== '' ? [part] : emptyIsHere ? ['.'] : []))
}

/** `@file` stands for the options in it (java(1), "java Command-Line Argument Files"); `@@` for a name with an `@`. */
function expanded(arg: string, readArguments: (path: string) => string | null): readonly string[] {
  if (!arg.startsWith('@') || arg.startsWith('@@')) return [arg]
  const text = readArguments(arg.slice(1))
  return text === null ? [] : splitOptions(text.replace(/#[^\n]*/g, ''))
}

/** Parts of an option text: white space parts them, single or double quotes hold them together. */
export function splitOptions(text: string): readonly string[] {
  return [...text.slice(0, 1_000_000).matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([part]) =>
    part.replace(/"([^"]*)"|'([^']*)'/g, (_whole, double?: string, single?: string) => double ?? single ?? ''),
  )
}
