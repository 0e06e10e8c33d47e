/** Counters whose names alone do not say what is counted. */
const said: Readonly<Record<string, string>> = {
  special: 'devices and pipes',
  excluded: 'left out as asked',
  leftClosed: 'archives left closed',
  unchanged: 'files unchanged',
  known: 'known from the baseline',
  likely: 'likely fired',
  callbackSeen: 'with a callback seen',
}

/** A counter of a run in words: `filesExamined: 3` is `3 files examined`; bytes and times in units that can be read. */
export function statWords(name: string, value: number): string {
  const { words, shown } = statParts(name, value)
  return `${shown} ${value === 1 ? words.replace(/^(\w+)s\b/, '$1') : words}`
}

/** The same in two parts, for a table. */
export function statParts(name: string, value: number): { readonly words: string; readonly shown: string } {
  const words = said[name] ?? name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  if (/bytes/i.test(name))
    return { words: words.replace(/ ?bytes ?/, ' ').trim() || 'looked into', shown: showBytes(value) }
  if (/Ms$/.test(name))
    return { words: words.replace(/ ms$/, ''), shown: `${(value / 1_000).toLocaleString('en-US')} s` }
  return { words, shown: value.toLocaleString('en-US') }
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** `4.9 GiB` (IEC 80000-13). */
export function showBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1_024 ** power
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power] ?? 'B'}`
}
