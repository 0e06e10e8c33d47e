import { refusalReasons } from '../../fix/index.ts'
import type { FixOutcome, FixPlan, UndoOutcome } from '../../node/index.ts'
import { count, visible } from '../../report/index.ts'
import { listText, namesLeftText, type Page, refusedText, without } from './plan-text.ts'

/** What came of a plan, what is to be done next, and how to take it back. */
export function* resultText({ results, manifest, removed, complete }: FixOutcome, page: Page): Generator<string> {
  for (const result of results) {
    if (result.is !== 'fixed') continue
    const { target, remarks } = result
    yield `${page.strong('fixed')} ${visible(target.shown)}\n`
    for (const remark of remarks) yield `  ${page.warn('not kept')}: ${visible(remark)}\n`
    if (target.namesLeft > 0) yield `  ${page.warn('still vulnerable')}: ${namesLeftText(target.namesLeft)}\n`
    for (const { pid, runs } of target.users) {
      yield `  ${page.warn('start again')}: process ${pid} (${visible(runs)}) goes on with the old file until then\n`
    }
  }
  const refused = results.flatMap((result) => {
    if (result.is !== 'refused') return []
    const { target, because, detail, done } = result
    const some =
      done === 0
        ? ''
        : ` (${done} of ${target.files.length} ${target.kind === 'folder' ? 'classes were taken away' : 'names are the new file'} before)`
    return [{ place: target.shown, because, detail: `${detail}${some}` }]
  })
  yield* refusedText('Left as it was', refused, page)
  for (const path of removed) yield `removed ${visible(path)}, which an interrupted fix had left\n`
  if (!complete) yield page.warn('It was stopped before all was done: run it again for the rest.\n')
  const changed = results.some((result) => result.is === 'fixed' || result.done > 0)
  if (changed) yield `\nTo take it back: fireline fix --undo ${quoted(visible(manifest))}\n`
}

/** One line that says whether a way in is left. */
export function verdictText(plan: FixPlan, outcome: FixOutcome | null, page: Page): string {
  const { targets, refused, gaps } = plan
  const unknown =
    gaps.length === 0 ? '' : ` ${count(gaps.length, 'place')} could not be examined: nothing is known of them.`
  if (outcome === null) {
    const rest =
      refused.length === 0
        ? ''
        : `, ${count(refused.length, 'place')} would stay as ${refused.length === 1 ? 'it is' : 'they are'}`
    if (targets.length + refused.length > 0) {
      return page.strong(
        `${count(targets.length, 'file or folder', 'files or folders')} would change${rest}.${unknown}\n`,
      )
    }
    return page.strong(`There is nothing to take away in what was examined.${unknown}\n`)
  }
  const fixed = outcome.results.filter(({ is }) => is === 'fixed').length
  const left = targets.length - fixed + refused.length
  const said = `${count(fixed, 'file or folder', 'files or folders')} fixed, ${left} left as ${left === 1 ? 'it was' : 'they were'}.`
  return `${left > 0 ? page.alarm(said) : page.strong(said)}${unknown}\n`
}

/** What was restored. */
export function* undoText({ results, leftovers }: UndoOutcome, dryRun: boolean, page: Page): Generator<string> {
  for (const { path, is } of results) {
    if (is === 'restored') yield `${page.strong(dryRun ? 'would be restored' : 'restored')} ${visible(path)}\n`
    if (is === 'unchanged') yield `is the old one already ${visible(path)}\n`
  }
  const refused = results.flatMap(({ path, because, detail }) => {
    if (because === null) return []
    // There was no plan since which it changed.
    const reason = because === 'changed' ? '' : `${refusalReasons[because]}; `
    return [`${path}: ${reason}${without(path, detail)}`]
  })
  yield* listText('Not restored', refused, page)
  for (const path of leftovers) {
    yield `${dryRun ? 'would be removed' : 'removed'} ${visible(path)}, which an interrupted fix had left\n`
  }
  if (results.length === 0) yield 'The manifest names no file that was changed.\n'
}

/** As a shell takes it for one word. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
