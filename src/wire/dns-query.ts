import { readName } from './dns-name.ts'

/** A DNS message from outside (RFC 1035 section 4), as far as one who answers queries needs to know it. */
export type DnsMessage =
  | { readonly is: 'query'; readonly query: DnsQuery }
  /** It answers something, and is never answered itself: two servers would talk for ever. */
  | { readonly is: 'response' }
  | { readonly is: 'not-dns' }

export interface DnsQuery {
  readonly id: number
  /** 0 for a standard query. */
  readonly opcode: number
  readonly recursionDesired: boolean
  readonly checkingDisabled: boolean
  /** `null` if there is not exactly one that can be read. */
  readonly question: DnsQuestion | null
  /** `null` if there is no OPT record (RFC 6891). */
  readonly edns: DnsEdns | null
  /** What is wrong with the message, or `null`. The parts before the flaw were read nevertheless. */
  readonly flaw: DnsFlaw | null
}

type DnsFlaw =
  | 'no question'
  | 'several questions'
  | 'a question that cannot be read'
  | 'a record that cannot be read'
  | 'several OPT records'

export interface DnsQuestion {
  /** See `NameInMessage.text`. */
  readonly name: string
  readonly type: number
  readonly class: number
  /** The question as it was sent, letter case and all. */
  readonly bytes: Uint8Array
  /**
   * Whether an answer may repeat those bytes: an assigned class, no compression pointer (it would point elsewhere
   * in the answer) and no byte above 127 in the name. So a stranger cannot make us say the first bytes of a Java
   * object (ac ed 00 05) or class (ca fe ba be), wherever they are read.
   */
  readonly echoable: boolean
}

interface DnsEdns {
  readonly version: number
  /** The largest UDP answer that the one who asks can take. */
  readonly payloadBytes: number
  /** The DO bit (RFC 3225), which an answer repeats. */
  readonly dnssecOk: boolean
}

const headerBytes = 12
const typeOpt = 41
/** IN, CH, HS, NONE, ANY: https://www.iana.org/assignments/dns-parameters */
const assignedClasses = new Set([1, 3, 4, 254, 255])

/** Reads a message; cost and memory are linear in its size. */
export function readDnsMessage(message: Uint8Array): DnsMessage {
  if (message.length < headerBytes) return { is: 'not-dns' }
  const high = message[2] ?? 0
  if (high >= 0x80) return { is: 'response' }
  const [questions, ...others] = [u16(message, 4), u16(message, 6), u16(message, 8), u16(message, 10)]

  const question = questions === 1 ? readQuestion(message) : null
  const records =
    question === null
      ? { edns: null, flaw: null }
      : readRecords(
          message,
          headerBytes + question.bytes.length,
          others.reduce((sum, n) => sum + n, 0),
        )
  return {
    is: 'query',
    query: {
      id: u16(message, 0),
      opcode: (high >> 3) & 0x0f,
      recursionDesired: (high & 0x01) !== 0,
      checkingDisabled: ((message[3] ?? 0) & 0x10) !== 0,
      question,
      edns: records.edns,
      flaw: question === null ? questionFlaw(questions) : records.flaw,
    },
  }
}

function questionFlaw(questions: number | undefined): DnsFlaw {
  if (questions === 0) return 'no question'
  return questions === 1 ? 'a question that cannot be read' : 'several questions'
}

function readQuestion(message: Uint8Array): DnsQuestion | null {
  const name = readName(message, headerBytes)
  if (name === null || name.end + 4 > message.length) return null
  const qclass = u16(message, name.end + 2)
  return {
    name: name.text,
    type: u16(message, name.end),
    class: qclass,
    bytes: message.subarray(headerBytes, name.end + 4),
    echoable: name.plain && assignedClasses.has(qclass),
  }
}

/** Walks all records after the question, to find OPT; each takes at least eleven bytes, so the message bounds them. */
function readRecords(message: Uint8Array, from: number, count: number): Pick<DnsQuery, 'edns' | 'flaw'> {
  let edns: DnsEdns | null = null
  let at = from
  for (let i = 0; i < count; i++) {
    const name = readName(message, at)
    if (name === null || name.end + 10 > message.length) return { edns, flaw: 'a record that cannot be read' }
    if (u16(message, name.end) === typeOpt) {
      if (edns !== null) return { edns, flaw: 'several OPT records' }
      edns = {
        payloadBytes: u16(message, name.end + 2),
        version: message[name.end + 5] ?? 0,
        dnssecOk: ((message[name.end + 6] ?? 0) & 0x80) !== 0,
      }
    }
    at = name.end + 10 + u16(message, name.end + 8)
    if (at > message.length) return { edns, flaw: 'a record that cannot be read' }
  }
  return { edns, flaw: null }
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)
}
