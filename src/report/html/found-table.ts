/** A table that the page's script lets a reader filter and sort; whole without it. `rows` are markup. */
export function foundTable(
  section: string,
  caption: string,
  heads: readonly string[],
  rows: readonly string[],
): string {
  return `<div class="found"><p class="filter" hidden><label for="filter-${section}">Filter by any words</label> <input id="filter-${section}" type="search"> <span class="shown soft" role="status"></span></p>
<div class="wide" role="region" aria-labelledby="${section}" tabindex="0"><table><caption>${caption}</caption>
<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></div></div>`
}
