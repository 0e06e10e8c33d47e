/**
 * Sorts and filters the tables of findings. The page is whole without it: it only un-hides the filters. It writes no
 * markup, so that nothing of a target can become part of the page through it.
 */
export const script = `
'use strict'
const order = new Intl.Collator('en', { numeric: true })
const key = (row, i) => row.cells[i].dataset.key ?? row.cells[i].textContent
for (const found of document.querySelectorAll('.found')) {
  const table = found.querySelector('table')
  const rows = [...table.tBodies[0].rows]
  const texts = new Map()
  const textOf = (row) => {
    if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase())
    return texts.get(row)
  }
  const filter = found.querySelector('input')
  const shown = found.querySelector('.shown')
  filter.parentElement.hidden = false
  filter.addEventListener('input', () => {
    const words = filter.value.toLowerCase().split(/\\s+/)
    let n = 0
    for (const row of rows) {
      row.hidden = !words.every((word) => textOf(row).includes(word))
      if (!row.hidden) n++
    }
    shown.textContent = n + ' of ' + rows.length + ' shown'
  })
  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement('button')
    button.type = 'button'
    button.append(...head.childNodes)
    head.append(button)
    button.addEventListener('click', () => {
      const up = head.ariaSort !== 'ascending'
      for (const other of table.tHead.rows[0].cells) other.ariaSort = null
      head.ariaSort = up ? 'ascending' : 'descending'
      rows.sort((a, b) => (up ? 1 : -1) * order.compare(key(a, head.cellIndex), key(b, head.cellIndex)))
      table.tBodies[0].append(...rows)
    })
  }
}
addEventListener('beforeprint', () => { for (const each of document.querySelectorAll('details')) each.open = true })
`

/** The one script that the page's policy lets run (CSP Level 3 section 2.3.1); a test holds it to {@link script}. */
export const scriptHash = 'sha256-lNcvBcDcQ6lajFxPIAsZlOUhEexS1ra7gv+6UEVH+mc='
