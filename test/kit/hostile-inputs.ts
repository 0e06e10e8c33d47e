import { BindRequest, PresenceFilter, SearchRequest } from 'ldapts'
import { recordedConnections, recordedDatagrams } from './wire-transcripts.ts'

/**
 * What a stranger would like to see come back: the first bytes of a Java object stream, of a class file, of an
 * LDAP entry and reference, and the attributes that make JNDI build an object (RFC 2713).
 */
export const forbiddenBytes: readonly Uint8Array[] = [
  Uint8Array.of(0xac, 0xed, 0x00, 0x05),
  Uint8Array.of(0xca, 0xfe, 0xba, 0xbe),
]
export const forbiddenWords = [
  'javaClassName',
  'javaClassNames',
  'javaCodeBase',
  'javaCodebase',
  'javaSerializedData',
  'javaFactory',
  'javaReferenceAddress',
  'javaNamingReference',
] as const

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0))
const u16 = (n: number): readonly number[] => [n >> 8, n & 0xff]

/** Each forbidden thing as a name to ask for. */
const names: readonly Uint8Array[] = [
  ...forbiddenBytes,
  ...forbiddenWords.map(latin1),
  latin1('ldap://x/a?javaFactory'),
]

/** A DNS query whose id, name, type and class are chosen to come back as something else. */
function dnsQuery(id: number, name: Uint8Array, type: number, dnsClass: number, suffix: Uint8Array): Uint8Array {
  return Uint8Array.from([
    ...u16(id),
    ...[1, 0, 0, 1, 0, 0, 0, 0, 0, 1],
    ...[name.length, ...name, ...suffix],
    ...[...u16(type), ...u16(dnsClass)],
    // OPT with a payload size, code, version and flags of the same kind.
    ...[0, 0, 41, 0xac, 0xed, 0, 0, 0x80, 0, 0, 4, 0xac, 0xed, 0x00, 0x05],
  ])
}

const below = latin1('\x02cb\x04test\x00')
const nowhere = latin1('\x00')

export const hostileDatagrams: readonly Uint8Array[] = [
  ...recordedDatagrams.map(({ bytes }) => bytes),
  ...[0xaced, 0xcafe, 1].flatMap((id) =>
    names.flatMap((name) =>
      [below, nowhere].flatMap((suffix) =>
        [
          [1, 1],
          [16, 1],
          [0xaced, 0x0005],
          [0xcafe, 0xbabe],
          [255, 255],
        ].map(([type = 1, dnsClass = 1]) => dnsQuery(id, name, type, dnsClass, suffix)),
      ),
    ),
  ),
]

const ldapIds = [1, 0x7fff, 0x8000, 0xaced, 0xaced00, 0xcafe, 0x7facede0]

function ldapStreams(): readonly Uint8Array[] {
  return names.flatMap((name) =>
    ldapIds.map((messageId) => {
      const text = String.fromCharCode(...name)
      const bind = new BindRequest({ messageId, dn: text, password: text }).write()
      const search = new SearchRequest({
        messageId,
        baseDN: text,
        filter: new PresenceFilter({ attribute: 'javaClassName' }),
        scope: 'base',
        sizeLimit: 0,
        timeLimit: 0,
        returnAttributeValues: true,
        attributes: [...forbiddenWords],
      }).write()
      return Uint8Array.from([...bind, ...search])
    }),
  )
}

const jrmpStart = latin1('JRMI\x00\x02\x4b')
const rmiStreams = names.map((name) =>
  Uint8Array.from([
    ...jrmpStart,
    ...[...u16(name.length), ...name, 0xac, 0xed, 0, 5],
    ...[0x50, 0xac, 0xed, 0, 5, 0x77, 34, ...new Array<number>(22).fill(0), 0, 0, 0, 2],
    ...[0x44, 0x15, 0x4d, 0xc9, 0xd4, 0xe6, 0x3b, 0xdf, 0x74, ...u16(name.length), ...name],
  ]),
)
const httpStreams = names.map((name) =>
  Uint8Array.from([...latin1('GET /'), ...name, ...latin1(' HTTP/1.1\r\nHost: '), ...name, ...latin1('\r\n\r\n')]),
)
const dnsStreams = hostileDatagrams.map((bytes) => Uint8Array.from([...u16(bytes.length), ...bytes]))

/** Whole streams, each as one connection brings it. */
export const hostileStreams: readonly Uint8Array[] = [
  ...recordedConnections.map(({ writes }) => Uint8Array.from(writes.flatMap((bytes) => [...bytes]))),
  ...ldapStreams(),
  ...rmiStreams,
  ...httpStreams,
  ...dnsStreams,
  ...names,
]
