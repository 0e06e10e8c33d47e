import type { AttackFinding } from './attack.ts'

/** About how many characters an attack takes: whoever sent it chose how long most of its texts are. */
export function sizeOfAttack(finding: AttackFinding): number {
  const { because, request, userAgent, lookup, leaks, carries, title, cves, evidence, remedy } = finding
  let size = because.length + lengthOf(request) + lengthOf(userAgent) + title.length + remedy.length
  size += lookup.raw.length + lookup.meaning.length + lengthOf(lookup.host) + lengthOf(lookup.path)
  for (const { read, into } of leaks) size += read.length + into.length
  for (const text of carries) size += text.length
  for (const cve of cves) size += cve.because.length
  for (const { text } of evidence) size += text.length
  return size
}

function lengthOf(text: string | null): number {
  return text === null ? 0 : text.length
}
