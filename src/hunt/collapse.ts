/** What is left of a text when every disguise is taken for the letters it stands for, and all braces are gone. Linear. */
export function collapsed(text: string): string {
  let now = text
  for (let round = 0; round < mostRounds; round++) {
    const next = now.replace(defaults, '$1').replace(cases, '$1').replace(empty, '')
    if (next === now) break
    now = next
  }
  return now.replace(/[${}]/g, '')
}

const mostRounds = 12
/** `${env:NaN:-j}`, `${::-j}`. */
const defaults = /\$\{[^${}]{0,200}?:-([^${}]{0,200})\}/g
/** `${lower:j}`, `${date:'j'}`. */
const cases = /\$\{(?:(?:lower|upper):|date:')([^${}']{0,200})'?\}/gi
/** `${main:foo}`, which has no value anywhere. */
const empty = /\$\{(?!jnd)\w{1,30}:[\w.-]{1,60}\}/gi

/** Whether a lookup is built from pieces: nobody writes a configuration so. */
export function isDisguised(text: string): boolean {
  return /\$\{[^}]{0,200}\$\{/.test(text)
}
