/** Child process: COUNT plain HTTP servers, each on a loopback address and port of its own, that answer after DELAY ms; tells their URLs. */
import { createServer } from 'node:http'

const count = Number(process.argv[2])
const delayMs = Number(process.argv[3])
let requests = 0

const servers = Array.from({ length: count }, (_, i) => {
  const server = createServer({ maxHeaderSize: 65_536, keepAliveTimeout: 10_000 }, (request, response) => {
    requests++
    request.resume()
    response.setHeader('Content-Type', 'text/plain')
    if (delayMs === 0) response.end('hello')
    else setTimeout(() => response.end('hello'), delayMs)
  })
  const host = `127.1.${Math.floor(i / 250)}.${1 + (i % 250)}`
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port: 0, backlog: 511 }, () => resolve(`http://${host}:${server.address().port}/`))
  })
})

process.on('message', () => {
  process.send({ requests })
  requests = 0
})
process.send({ urls: await Promise.all(servers) })
