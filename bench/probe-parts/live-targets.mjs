/** Child process: COUNT plain HTTP servers, each on a loopback address and port of its own; tells their URLs. */
import { createServer } from 'node:http'

const count = Number(process.argv[2])
let requests = 0

const servers = Array.from({ length: count }, (_, i) => {
  const server = createServer({ maxHeaderSize: 65_536, keepAliveTimeout: 10_000 }, (request, response) => {
    requests++
    request.resume()
    response.setHeader('Content-Type', 'text/plain')
    response.end('hello')
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
