import { showInstant } from '../../core/index.ts'
import type { ExplainedPayload, LineExplanation } from '../../hunt/index.ts'
import { visible } from '../../report/index.ts'
import { markLookups } from './mark-lookups.ts'

const mostShown = 2_000

/**
 * What a line of a log says, and its payloads with one layer after the other taken off. `explained` is the text that tells,
 * for each payload in order, what Log4j makes of it. Nothing of the line reaches the terminal unescaped.
 */
export function lineInWords(explanation: LineExplanation, explained: readonly string[], colour: boolean): string {
  const head = (words: string): string => (colour ? `\u001b[1m${words}\u001b[0m` : words)
  const { format, record, payloads, trace } = explanation
  const said = [
    ['format', format],
    ['when', record.when === null ? null : `${showInstant(record.when)} (UTC)`],
    ['from', record.from],
    ['request', record.request],
    ['user agent', record.userAgent],
  ].flatMap(([label, words]) => (words == null ? [] : [`  ${(label ?? '').padEnd(10)}  ${short(words)}`]))
  const parts = payloads.map((payload, i) =>
    [...payloadLines(payload, i, payloads.length, head, colour), '', explained[i] ?? ''].join('\n'),
  )
  const lines = [
    head('The line'),
    ...said,
    '',
    ...(trace === null
      ? []
      : [head('A trace of a lookup that was evaluated:'), `  ${short(trace.says)}`, ...nameLines(trace.name), '']),
    ...(payloads.length === 0 && trace === null ? ['There is no attack in it.', ''] : []),
    ...parts,
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function payloadLines(
  { field, written, peeled, reading }: ExplainedPayload,
  i: number,
  count: number,
  head: (words: string) => string,
  colour: boolean,
): readonly string[] {
  const place = field === null ? 'the line' : `the field ${short(field)}`
  const show = (text: string): string => (colour ? markLookups(short(text)) : short(text))
  return [
    head(`${count === 1 ? 'The attack' : `Attack ${i + 1} of ${count}`}, in ${place}`),
    `  as written  ${show(written)}`,
    ...peeled.map(({ layer, text }) => `  ${layer.padEnd(10)}  ${show(text)}`),
    `  verdict     ${reading.verdict}: ${short(reading.because)}`,
    ...reading.traits.map((trait) => `  note        ${trait}`),
  ]
}

function nameLines(name: string | null): readonly string[] {
  return name === null ? [] : [`  it asked for ${short(name)}`]
}

function short(text: string): string {
  const shown = visible(text.slice(0, mostShown))
  return text.length > mostShown ? `${shown}… (${text.length} characters)` : shown
}
