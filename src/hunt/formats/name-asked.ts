/** A name as a resolver writes it, without the dot of the root. */
export function nameAsked(written: string): string {
  return written.length > 1 && written.endsWith('.') ? written.slice(0, -1) : written
}
