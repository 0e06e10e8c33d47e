import { bytesOfBase64 } from '../core/index.ts'

/** What the path of a name carries for a second stage: `Basic/Command/Base64/…` of JNDIExploit and its like. */
export function carriedBy(path: string | null): readonly string[] {
  if (path === null) return []
  const carried: string[] = []
  for (const [, token = ''] of path.matchAll(encoded)) {
    const text = new TextDecoder().decode(bytesOfBase64(token.replace(/%2B/gi, '+').replace(/%2F/gi, '/')))
    if (printable.test(text)) carried.push(text.slice(0, longest))
  }
  const [, command] = /\/(?:Command|TomcatEcho|ReverseShell)\/((?!Base64\/).{4,2000})$/i.exec(`/${path}`) ?? []
  if (command !== undefined) carried.push(command.slice(0, longest))
  return [...new Set(carried)]
}

const longest = 2_000
const encoded = /(?:Base64\/|base64,|b64=)((?:[A-Za-z0-9+/_-]|%2[BF]){8,4000})/gi
const printable = /^[\x20-\x7e\r\n\t]{4,}/
