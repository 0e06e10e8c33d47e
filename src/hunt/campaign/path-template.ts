/**
 * A path with what differs from one victim to the next left out: `/a/9f86d081884c/x` becomes `/a/<id>/x`. Values that are
 * read of the victim, numbers, addresses, and runs that look like identifiers are left out. Linear.
 */
export function pathTemplate(path: string): string {
  return path
    .slice(0, longest)
    .replace(/\$\{[^${}]{0,300}\}/g, '<value>')
    .replace(/\d{1,3}(?:\.\d{1,3}){3}/g, '<address>')
    .replace(/[A-Za-z0-9+/_=-]{24,}/g, '<long>')
    .replace(/[A-Za-z0-9_-]{6,}/g, (run) => (looksLikeId(run) ? '<id>' : run))
    .replace(/\d{2,}/g, '<n>')
}

const longest = 512

/** Letters and digits mixed, or hexadecimal throughout. */
function looksLikeId(run: string): boolean {
  if (/^[0-9a-f]{8,}$/i.test(run)) return true
  const digits = run.replace(/\D/g, '').length
  return digits >= 2 && digits < run.length && run.length >= 8
}
