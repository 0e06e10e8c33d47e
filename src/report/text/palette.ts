type Paint = (text: string) => string

/** How words stand out; without colour they stand as they are. */
export interface Palette {
  /** On a ground of its own. */
  readonly alarm: Paint
  readonly warn: Paint
  readonly strong: Paint
  readonly faint: Paint
  readonly plain: Paint
}

/** Select Graphic Rendition of ECMA-48 section 8.3.117, or nothing. */
export function paletteFor(colour: boolean): Palette {
  const paint =
    (code: string): Paint =>
    (text) =>
      colour ? `\u001b[${code}m${text}\u001b[0m` : text
  const block = paint('1;97;41')
  return {
    alarm: (text) => (colour ? block(` ${text} `) : text),
    warn: paint('33'),
    strong: paint('1'),
    faint: paint('2'),
    plain: (text) => text,
  }
}
