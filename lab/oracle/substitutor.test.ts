import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import { type Band, bandOf, readLog4jVersion } from '../../src/core/index.ts'
import { type Evaluation, evaluate, forms, readJndiName, type World } from '../../src/lookup/index.ts'
import { chance } from '../../test/kit/chance.ts'
import { describeWithLab } from '../../test/kit/lab.ts'
import { lookupStrings } from './lookup-strings.ts'
import { askRelease, oracleEnvironment, oracleEvent, oracleProperties, type Recorded } from './oracle.ts'

/** Each band and both sides of each change, up to the newest release. */
const releases = [
  '2.0-beta9',
  '2.3',
  '2.5',
  '2.6',
  '2.7',
  '2.8',
  '2.12.1',
  '2.12.2',
  '2.13.0',
  '2.13.1',
  '2.13.2',
  '2.14.1',
  '2.15.0',
  '2.16.0',
  '2.17.1',
  '2.26.1',
]
const stringsPerRelease = 6_000
const seed = 20_211_210

const exceptions: Readonly<Record<string, string>> = {
  IllegalArgumentException: 'illegal-argument',
  IllegalStateException: 'cycle',
  StackOverflowError: 'depth',
  // java.util.regex turns an overflow that comes while it compiles into this, and at which call the stack ends varies.
  PatternSyntaxException: 'depth',
  StringIndexOutOfBoundsException: 'out-of-bounds',
}

/** What the oracle's process and its event are; `java` is what the process said of itself. */
function worldOf(java: Readonly<Record<string, string>>): World {
  return {
    env: oracleEnvironment,
    sys: oracleProperties,
    properties: { hostName: hostname(), contextName: 'any', appName: 'shop' },
    ...oracleEvent,
    java,
  }
}

const javaKeys = ['version', 'runtime', 'vm', 'os', 'hw', 'locale']

function versionOf(text: string) {
  const version = readLog4jVersion(text)
  if (version === null) throw new Error(`not a release: ${text}`)
  return version
}

/** The strings, the same for every release. */
const generated = (() => {
  let texts: readonly string[] | null = null
  return (): readonly string[] => {
    texts ??= lookupStrings(stringsPerRelease + endlessAtMost, chance(seed))
      .filter((text) => !isEndless(text))
      .slice(0, stringsPerRelease)
    return texts
  }
})()

/** At most this many of the generated strings may be left out for {@link isEndless}. */
const endlessAtMost = 5

/** Whether a message holds itself once more after every pass: a real 2.14.1 works on it until its memory ends. */
function isEndless(text: string): boolean {
  const { error } = evaluate(text, { version: versionOf('2.14.1'), world: worldOf({}), mode: 'message' })
  return error === 'limit'
}

function differs(ours: Evaluation, real: Recorded): boolean {
  if (real.exception !== null) {
    const error = exceptions[real.exception] ?? real.exception
    // How far a JVM comes before its stack ends depends on the JVM; where it ends, ours may see the cycle first.
    if (error === 'depth') return ours.error !== 'depth' && ours.error !== 'cycle'
    return ours.error !== error || !same(ours.jndi, real.jndi)
  }
  return ours.output !== real.output || !same(ours.jndi, real.jndi)
}

const same = (a: readonly string[], b: readonly string[]): boolean => JSON.stringify(a) === JSON.stringify(b)

describeWithLab('the evaluator and the real thing', () => {
  test.each(releases)(`agree on ${stringsPerRelease} strings, release %s`, { timeout: 120_000 }, async (release) => {
    const texts = generated()
    expect(texts).toHaveLength(stringsPerRelease)
    const answers = await askRelease(release, [...javaKeys.map((key) => `\${java:${key}}`), ...texts])
    const said = javaKeys.map((key, i) => [key, answers[i]?.once.output ?? ''] as const)
    const world = worldOf(Object.fromEntries(said))

    for (const mode of ['once', 'message'] as const) {
      const differences = texts.flatMap((text, i) => {
        const ours = evaluate(text, { version: versionOf(release), world, mode })
        const real = answers[i + javaKeys.length]?.[mode]
        return real === undefined || differs(ours, real) ? [{ text, real, ours: { ...ours, steps: [] } }] : []
      })
      expect({
        mode,
        count: differences.length,
        shortest: differences.sort((a, b) => a.text.length - b.text.length).slice(0, 3),
      }).toEqual({ mode, count: 0, shortest: [] })
    }
  })

  test.each(releases)('agree on what every form means, release %s', { timeout: 120_000 }, async (release) => {
    const band: Band | null = bandOf(versionOf(release))
    const shots = forms.flatMap((form) =>
      form.schemes.map((scheme) => ({ form, target: { scheme, host: 'tok.cb.example', port: 1389, path: 'tok' } })),
    )
    const questions = ['${hostName}', '${sys:java.version}', '${sys:os.name}']
    const answers = await askRelease(release, [...shots.map(({ form, target }) => form.write(target)), ...questions])
    const identity = answers.slice(shots.length).map(({ once }) => once.output ?? '')

    for (const [i, { form, target }] of shots.entries()) {
      // 2.15.0 evaluates configurations as 2.14.1 does; that it leaves messages alone is another switch.
      const behavesAs = release === '2.15.0' ? 'C' : (band ?? 'D')
      const asked = (answers[i]?.once.jndi ?? []).filter(
        (name) => name.includes(target.host) && readJndiName(name).is === 'contact',
      )
      const meaning = form.meaning(target, behavesAs)
      const means = form.id === 'identify' && behavesAs !== 'A' ? meaning.replace('0/0/0', identity.join('/')) : meaning
      expect([form.id, [...new Set(asked)]]).toEqual([form.id, form.firesOn.includes(behavesAs) ? [means] : []])
    }
  })
})
