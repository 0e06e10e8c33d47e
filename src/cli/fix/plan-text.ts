import { type RefusedPlace, refusalReasons } from '../../fix/index.ts'
import type { FixPlan, FixTarget } from '../../node/index.ts'
import { type Palette, visible, wrap } from '../../report/index.ts'

const labelWidth = 11

/** What is written on: colours, and how many characters fit into a line. */
export interface Page extends Palette {
  readonly columns: number
}

/** A plan in words that a person can check before it is done. */
export function* planText(plan: FixPlan, backups: string, page: Page): Generator<string> {
  for (const target of plan.targets) yield* targetText(target, page)
  yield* refusedText('Left as it is', plan.refused, page)
  yield* leftText(plan, page)
  yield* lastingText(plan, page)
  const { gaps, notes, leftovers } = plan
  yield* listText(
    'Not examined',
    gaps.map(({ at, because, detail }) => `${at}: ${because}${detail === '' ? '' : `, ${detail}`}`),
    page,
  )
  yield* listText('Notes', notes, page)
  yield* listText('Left by an interrupted fix, and removed by the next one', leftovers, page)
  if (plan.targets.length > 0) yield `Old files are kept below ${visible(backups)}\n`
}

function* targetText(target: FixTarget, page: Page): Generator<string> {
  const { shown, path, kind, files, places, users, unsigned, repacked, namesLeft } = target
  yield `${page.strong(visible(shown === '' ? '.' : shown))}${path === shown ? '' : page.faint(` is ${visible(path)}`)}\n`
  for (const { place, removals, effects } of places) {
    const inside = place.slice(shown.length + 1)
    if (inside !== '') yield `  ${visible(inside)}\n`
    for (const { path: entry, className, size, instead } of removals) {
      const named = entry.replaceAll('/', '.').includes(className) ? '' : `, which is ${className}`
      const place =
        instead === 'nothing'
          ? ''
          : '; a class that does nothing takes its place, without which the program would not start'
      yield row(page, 'removes', visible(`${entry} (${bytes(size)}${named})${place}`))
    }
    for (const { title, ends, stays, advice } of effects) {
      yield row(page, 'from', visible(title))
      yield row(page, 'ends', page.strong(ends.join(', ')))
      if (stays.length > 0) yield row(page, 'stays', `${page.warn(stays.join(', '))}: ${visible(advice)}`)
    }
  }
  for (const { original, before, after, made } of files) {
    if (made?.by === 'link') {
      yield row(page, 'also', `${visible(original.path)}, another name (hard link) of it, which it stays`)
      continue
    }
    const name = kind === 'folder' ? `${visible(original.name)}: ` : ''
    yield row(page, 'file', `${name}${bytes(before.size)} ${after === null ? 'go' : `become ${bytes(after.size)}`}`)
    yield row(page, 'SHA-256', `${name}${before.sha256}`)
    if (after !== null) yield row(page, 'becomes', `${name}${after.sha256}`)
  }
  if (namesLeft > 0) yield row(page, 'names', namesLeftText(namesLeft))
  if (unsigned.length > 0)
    yield row(page, 'signature', `${visible(unsigned.join(', '))} goes: it is unsigned from then on`)
  for (const inside of repacked) {
    const what = inside === '' ? 'it' : visible(inside)
    yield row(
      page,
      'gzip',
      `${what} is compressed anew: what it holds stays byte for byte, the compressed bytes do not`,
    )
  }
  for (const { pid, runs } of users)
    yield row(page, 'open in', `process ${pid} (${visible(runs)}): start it again afterwards`)
  yield '\n'
}

export function namesLeftText(names: number): string {
  return `${names} other ${names === 1 ? 'name (hard link) keeps' : 'names (hard links) keep'} the old content`
}

/** A label and what it is about, which is safe to print, in as many lines as it takes. */
function row(page: Page, label: string, text: string): string {
  const [first = '', ...more] = wrap(text, page.columns - labelWidth - 4)
  return [`    ${label.padEnd(labelWidth)}${first}`, ...more.map((line) => ' '.repeat(labelWidth + 4) + line)]
    .map((line) => `${line}\n`)
    .join('')
}

/** What could not be done, each with its reason. */
export function* refusedText(title: string, refused: readonly RefusedPlace[], page: Page): Generator<string> {
  yield* listText(
    title,
    refused.map(({ place, because, detail }) => `${place}: ${refusalReasons[because]}; ${without(place, detail)}`),
    page,
  )
}

/** What was said of a place, where that begins with the place itself. */
export function without(place: string, detail: string): string {
  return detail.startsWith(`${place}: `) ? detail.slice(place.length + 2) : detail
}

function* leftText({ left }: FixPlan, page: Page): Generator<string> {
  yield* listText(
    'Affected, and nothing that is asked for ends it',
    left.map(({ place, title, advice, remedies }) => {
      const would = remedies.length === 0 ? '' : ` (--remove ${remedies.join(',')} ends some of it)`
      return `${place}: ${title}${would}. ${advice}`
    }),
    page,
  )
}

/** What forces the next good release upon a build, once for each. */
function* lastingText({ targets }: FixPlan, page: Page): Generator<string> {
  const effects = targets.flatMap(({ places }) => places.flatMap((place) => place.effects))
  const updates = new Map(
    effects.flatMap(({ component, updates: all }) =>
      all.map((update) => [`${component.product} ${update.version}`, update] as const),
    ),
  )
  for (const [name, { runsOn, leaves, lines }] of updates) {
    const left = leaves.length === 0 ? 'which has none of these flaws' : `which still has ${leaves.join(', ')}`
    yield `${page.strong(`What lasts: ${name}${runsOn === null ? '' : ` (${runsOn})`}`)}, ${left}\n`
    yield `  pom.xml\n${indented(lines.maven)}  build.gradle\n${indented(lines.gradle)}\n`
  }
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '    ').concat('\n')
}

export function* listText(title: string, texts: readonly string[], page: Page): Generator<string> {
  if (texts.length === 0) return
  yield `${page.strong(title)}\n`
  for (const text of texts) {
    for (const [index, line] of wrap(visible(text), page.columns - 4).entries())
      yield `${index === 0 ? '  ' : '    '}${line}\n`
  }
  yield '\n'
}

function bytes(n: number): string {
  return `${n.toLocaleString('en-US')} bytes`
}
