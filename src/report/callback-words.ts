import type { CallbackSource, ExposureFinding } from '../core/index.ts'

/** Who called back, in the words of every document that a person reads. */
export const sourceWords: Readonly<Record<CallbackSource, string>> = {
  target: 'the target itself',
  resolver: 'a resolver in its name',
  other: 'another machine, perhaps one that gets its logs',
}

/** `18 ms`, `12 s`, `3 min`, `5 h`: as exact as an operator needs it. */
export function showDelay(ms: number): string {
  if (ms < 10_000) return `${Math.round(ms)} ms`
  if (ms < 600_000) return `${Math.round(ms / 1_000)} s`
  return ms < 36_000_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`
}

/** What the last callback that named something asked for, such as `search 4x…/y`; `null` if none did. */
export function lastAsked({ evidence }: ExposureFinding): string | null {
  const asked = evidence.flatMap((each) =>
    each.kind === 'callback' && each.asked !== null ? [`${each.did} ${each.asked}`] : [],
  )
  return asked.at(-1) ?? null
}
