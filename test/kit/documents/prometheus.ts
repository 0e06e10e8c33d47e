export interface Family {
  readonly help: string
  readonly samples: Map<string, number>
}

/** The text format 0.0.4 by its rules; throws at what a collector would refuse. */
export function readPrometheus(text: string): Map<string, Family> {
  const found = new Map<string, Family>()
  let open: [string, Family] | null = null
  if (!text.endsWith('\n')) throw new Error('the last line must end in a line feed')
  for (const line of text.split('\n').slice(0, -1)) {
    const [, help, helped = ''] = /^# HELP ([a-zA-Z_:][\w:]*) (.*)$/.exec(line) ?? []
    if (help !== undefined) {
      if (found.has(help)) throw new Error(`a second family ${help}`)
      open = [help, { help: helped, samples: new Map() }]
      found.set(...open)
      continue
    }
    if (/^# TYPE /.test(line)) {
      if (line !== `# TYPE ${open?.[0] ?? ''} gauge` || open?.[1].samples.size !== 0) throw new Error(`type: ${line}`)
      continue
    }
    if (line.startsWith('# ')) continue
    const sample =
      /^([a-zA-Z_:][\w:]*)\{((?:[a-zA-Z_]\w*="(?:[^"\\]|\\[\\"n])*"(?:,|(?=\})))*)\} (-?\d+(?:\.\d+)?)$/.exec(line)
    if (sample === null || open === null || sample[1] !== open[0]) throw new Error(`no sample of the family: ${line}`)
    const [, , labels = '', value] = sample
    if (open[1].samples.has(labels)) throw new Error(`a second sample ${line}`)
    open[1].samples.set(labels, Number(value))
  }
  return found
}
