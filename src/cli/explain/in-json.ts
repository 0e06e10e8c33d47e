import { showInstant } from '../../core/index.ts'
import type { LineExplanation } from '../../hunt/index.ts'
import type { Explanation } from '../../lookup/index.ts'

/** What an explanation says, as plain JSON; `input`, `output`, `jndi`, `reads` and `error` are those of `--jsonl`. */
export function explanationJson(input: string, { evaluation, lookups, leaks, firesOn }: Explanation) {
  const { output, jndi, reads, error, detail, steps, gaps } = evaluation
  return { input, output, jndi, reads, error, detail, steps, lookups, leaks, firesOn, gaps }
}

/** What a line of a log says, with its payloads layer by layer. `explained` is that of each payload, in order. */
export function lineJson(line: string, explanation: LineExplanation, explained: readonly Explanation[]) {
  const { format, record, payloads, trace } = explanation
  const { when, ...said } = record
  return {
    line,
    format,
    when: when === null ? null : showInstant(when),
    ...said,
    trace,
    payloads: payloads.map(({ field, written, peeled, text, reading }, i) => {
      const { verdict, because, firesOn, traits, leaks, contacts } = reading
      const each = explained[i]
      return {
        field,
        written,
        layers: peeled,
        text,
        verdict,
        because,
        firesOn,
        traits,
        leaks,
        asks: contacts.map(({ name, target }) => ({ name, target })),
        explanation: each === undefined ? null : explanationJson(text, each),
      }
    }),
  }
}
