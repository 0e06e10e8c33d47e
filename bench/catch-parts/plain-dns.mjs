// The reference: a DNS listener with dns-packet that answers NXDOMAIN and writes nothing down.
import { createSocket } from 'node:dgram'
import dnsPacket from 'dns-packet'

const nxdomain = 3
const socket = createSocket({ type: 'udp4', recvBufferSize: 8 << 20 })
socket.on('message', (bytes, from) => {
  const { id, questions } = dnsPacket.decode(bytes)
  socket.send(dnsPacket.encode({ type: 'response', id, flags: nxdomain, questions }), from.port, from.address)
})
socket.bind(0, '127.0.0.1', () => console.log(`port ${socket.address().port}`))
