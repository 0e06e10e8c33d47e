import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/** A UDP socket on loopback that hears DNS queries and answers each that the name does not exist. */
export interface DnsEar {
  readonly port: number
  /** The name of every TXT query that had been sent when this was called, in order. */
  heard(): Promise<readonly string[]>
  close(): void
}

/** Independent of the product's own codec, which the same tests judge. */
export async function dnsEar(): Promise<DnsEar> {
  const socket = createSocket('udp4')
  const names: string[] = []
  socket.on('message', (packet, from) => {
    const { name, type } = questionOf(packet)
    if (type === txt) names.push(name)
    // The query itself with QR and AA set and RCODE 3, name error (RFC 1035, section 4.1.1).
    const answer = Buffer.from(packet)
    answer.writeUInt16BE(0x8403, 2)
    socket.send(answer, from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  return {
    port,
    async heard() {
      // Loopback keeps the order of packets to one socket: once our mark is answered, all that was sent before is in.
      const marker = createSocket('udp4')
      marker.send(mark, port, '127.0.0.1')
      await once(marker, 'message')
      marker.close()
      return [...names]
    },
    close: () => void socket.close(),
  }
}

const txt = 16

/** A query for the address of the root: nobody else asks for that here. */
const mark = Buffer.from([0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1])

/** The first question of a query: labels from offset 12, then the type. */
function questionOf(packet: Buffer): { name: string; type: number } {
  const labels: string[] = []
  let at = 12
  for (let length = packet.readUInt8(at); length > 0; length = packet.readUInt8(at)) {
    labels.push(packet.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.'), type: packet.readUInt16BE(at + 1) }
}
