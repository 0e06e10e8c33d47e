import { type BenignBytes, benign } from './benign.ts'
import { printable } from './printable.ts'
import { incomplete, malformed, type Reading } from './reading.ts'

/*
 * The Java Remote Method Protocol, as a registry hears it from a lookup:
 * https://docs.oracle.com/en/java/javase/17/docs/specs/rmi/protocol.html
 * Nothing here can write ReturnData: the caller never gets an object, only the end of the connection.
 */

/** "JRMI" and version 2. */
const magic = [0x4a, 0x52, 0x4d, 0x49, 0x00, 0x02]

const protocols = new Map<number, JrmpProtocol>([
  [0x4b, 'stream'],
  [0x4c, 'single-op'],
  [0x4d, 'multiplex'],
])

type JrmpProtocol = 'stream' | 'single-op' | 'multiplex'

/** Whether `head` can be the beginning of a handshake. */
export function looksLikeJrmp(head: Uint8Array): boolean {
  return magic.every((byte, i) => i >= head.length || head[i] === byte)
}

export function readJrmpHandshake(bytes: Uint8Array): Reading<JrmpProtocol> {
  if (!looksLikeJrmp(bytes)) return malformed('no JRMP handshake')
  const byte = bytes[magic.length]
  if (byte === undefined) return incomplete
  const protocol = protocols.get(byte)
  return protocol === undefined
    ? malformed(`JRMP protocol 0x${byte.toString(16)}`)
    : { is: 'read', value: protocol, length: magic.length + 1 }
}

/** What a client says of itself after the acknowledgement: its host as it knows it, and a port that is always 0. */
export function readJrmpEndpoint(bytes: Uint8Array): Reading<{ readonly host: string; readonly port: number }> {
  const host = readUtf(bytes)
  if (host === null || bytes.length < host.length + 6) return incomplete
  return {
    is: 'read',
    value: { host: printable(host), port: view(bytes).getInt32(host.length + 2) },
    length: host.length + 6,
  }
}

interface JrmpCall {
  /** `lookup` is operation 2 of the registry; anything else (a bind, a lease, another object) is a `call`. */
  readonly method: 'lookup' | 'call'
  /** The name to look up, or the first string of another call; `null` if the call does not begin with one. */
  readonly name: string | null
}

const call = 0x50
/** java.io.ObjectStreamConstants: STREAM_MAGIC, version 5, TC_BLOCKDATA. */
const blockData = [0xac, 0xed, 0x00, 0x05, 0x77]
const tcString = 0x74
/** ObjID (number, UID of 14 bytes), operation, hash of the interface. */
const callBytes = 8 + 14 + 4 + 8
/** sun.rmi.registry.RegistryImpl_Skel.interfaceHash */
const registryHash = 0x44154dc9d4e63bdfn

/**
 * Reads a call message as far as its first argument, and only if that is a string. It compares bytes; nothing is
 * ever deserialized.
 */
export function readJrmpCall(bytes: Uint8Array): Reading<JrmpCall> {
  const start = [call, ...blockData, callBytes]
  for (const [i, expected] of start.entries()) {
    if (i >= bytes.length) return incomplete
    if (bytes[i] !== expected) return malformed(`no JRMP call: byte ${i} is 0x${bytes[i]?.toString(16) ?? ''}`)
  }
  const argumentAt = start.length + callBytes
  if (bytes.length <= argumentAt) return incomplete
  const data = view(bytes)
  const toRegistry = data.getBigUint64(start.length) === 0n && data.getBigUint64(argumentAt - 8) === registryHash
  const method = toRegistry && data.getInt32(argumentAt - 12) === 2 ? 'lookup' : 'call'
  if (bytes[argumentAt] !== tcString) return { is: 'read', value: { method, name: null }, length: argumentAt }
  const name = readUtf(bytes.subarray(argumentAt + 1))
  if (name === null) return incomplete
  return { is: 'read', value: { method, name: printable(name) }, length: argumentAt + 3 + name.length }
}

/** ProtocolAck. */
const ack = 0x4e

/**
 * "I speak the stream protocol, and see you as `host` and `port`". A host that is no address literal is left
 * empty. One port reads 0: 44,269 is 0xaced, the first bytes of a Java object, which no answer of ours ever holds,
 * not even by chance; the client only logs it.
 */
export function encodeJrmpAck(host: string, port: number): BenignBytes {
  const text = /^[0-9a-f.:]{1,45}$/i.test(host) ? host : ''
  const bytes = new Uint8Array(1 + 2 + text.length + 4)
  bytes[0] = ack
  view(bytes).setUint16(1, text.length)
  for (let i = 0; i < text.length; i++) bytes[3 + i] = text.charCodeAt(i)
  view(bytes).setInt32(3 + text.length, port === 0xaced ? 0 : port & 0xffff)
  return benign(bytes)
}

/** The bytes of a string as java.io.DataOutput.writeUTF writes it; `null` if they are not all there. */
function readUtf(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length < 2) return null
  const length = view(bytes).getUint16(0)
  return bytes.length < 2 + length ? null : bytes.subarray(2, 2 + length)
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
