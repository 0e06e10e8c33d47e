// A load generator in a process of its own: `load.mjs dns|ldap PORT COUNT`. Prints one line of JSON when it is done.
import { createHmac } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
import { mintToken } from '../../dist/core/index.js'

const [kind, portText, countText] = process.argv.slice(2)
const port = Number(portText)
const count = Number(countText)
const key = Buffer.from('07'.repeat(32), 'hex')
const seal = (text) => createHmac('sha256', key).update(text).digest()
const tokenOf = (i) =>
  mintToken({ intent: 'prove', scan: 1, target: Math.floor(i / 8_192) % 33_554_432, slot: i % 8_192 }, seal)

/** Tokens are minted before the clock starts: their HMACs are the scanner's cost, not the listener's. */
const tokens = Array.from({ length: Math.min(count, 100_000) }, (_, i) => tokenOf(i))

const result = kind === 'dns' ? await dns() : await ldap()
console.log(JSON.stringify(result))

/** TXT queries as the JNDI DNS provider sends them, at most `under` without an answer. */
function dns() {
  const under = 400
  const patienceMs = 2_000
  return new Promise((resolve) => {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 4 << 20, sendBufferSize: 4 << 20 })
    const queries = tokens.map(query)
    let sent = 0
    let answered = 0
    let last = process.hrtime.bigint()
    const started = last
    const finish = () => {
      clearInterval(watch)
      socket.close()
      resolve({ answered, lost: count - answered, seconds: Number(last - started) / 1e9 })
    }
    const send = () => {
      while (sent < count && sent - answered < under) {
        const bytes = queries[sent % queries.length]
        bytes.writeUInt16BE(sent & 0xffff, 0)
        socket.send(bytes, port, '127.0.0.1')
        sent++
      }
    }
    socket.on('message', () => {
      answered++
      last = process.hrtime.bigint()
      if (answered === count) finish()
      else if (sent - answered < under / 2) send()
    })
    // Whatever has not been answered by then is lost, and said so.
    const watch = setInterval(() => {
      if (Number(process.hrtime.bigint() - last) / 1e6 > patienceMs) finish()
    }, 200)
    socket.bind(0, '127.0.0.1', send)
  })
}

function query(name) {
  const head = Buffer.from('000001000001000000000000', 'hex')
  return Buffer.concat([head, Buffer.from([name.length]), Buffer.from(name), Buffer.from('0000100001', 'hex')])
}

/** A connection, a bind, a search and an unbind each, as the JNDI LDAP provider does; 64 at once. */
async function ldap() {
  const bind = Buffer.from('300c020101600702010304008000', 'hex')
  const unbind = Buffer.from('30050201034200', 'hex')
  let next = 0
  let answered = 0
  const started = process.hrtime.bigint()
  const lane = async () => {
    while (next < count) {
      const search = searchFor(tokens[next++ % tokens.length])
      if (await callBack(bind, search, unbind)) answered++
    }
  }
  await Promise.all(Array.from({ length: 64 }, lane))
  return { answered, lost: count - answered, seconds: Number(process.hrtime.bigint() - started) / 1e9 }
}

function callBack(bind, search, unbind) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let answers = 0
    socket.on('connect', () => socket.write(bind))
    socket.on('data', () => {
      answers++
      if (answers === 1) socket.write(search)
      else socket.end(unbind)
    })
    socket.setTimeout(5_000, () => socket.destroy())
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(answers >= 2))
  })
}

function searchFor(token) {
  const base = Buffer.from(token)
  const rest = Buffer.from('0a01000a0103020100020100010100870b6f626a656374436c6173733000', 'hex')
  const body = Buffer.concat([Buffer.from([0x04, base.length]), base, rest])
  return Buffer.concat([Buffer.from([0x30, body.length + 5, 0x02, 0x01, 0x02, 0x63, body.length]), body])
}
