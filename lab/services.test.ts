import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { allFields, type LabService, labServers, startLab } from '../src/node/index.ts'
import { type DnsEar, dnsEar } from '../test/kit/dns-ear.ts'
import { describeWithLab } from '../test/kit/lab.ts'

describeWithLab('the lab', () => {
  describe.each(labServers.map(({ name }) => name))('%s', (server) => {
    let ear: DnsEar
    let vulnerable: LabService
    let fixed: LabService

    beforeAll(async () => {
      ear = await dnsEar()
      ;[vulnerable, fixed] = await Promise.all([
        startLab({ server, log4j: '2.14.1', log: allFields }),
        startLab({ server, log4j: '2.17.1', log: allFields }),
      ])
    }, 180_000)

    afterAll(async () => {
      await Promise.all([vulnerable.stop(), fixed.stop()])
      ear.close()
    })

    test('says which release it runs, from the jar itself', () => {
      expect([vulnerable.log4j, fixed.log4j]).toEqual(['2.14.1', '2.17.1'])
    })

    test('with 2.14.1 evaluates a lookup in a header, before it answers', async () => {
      const { status } = await fetch(vulnerable.url, {
        headers: { 'x-api-version': `\${jndi:dns://127.0.0.1:${ear.port}/hot-${server}}` },
      })

      expect(status).toBe(200)
      expect(await ear.heard()).toContain(`hot-${server}`)
    })

    test('with 2.17.1 logs the same header and asks nobody', async () => {
      const lookup = `\${jndi:dns://127.0.0.1:${ear.port}/cold-${server}}`

      await fetch(fixed.url, { headers: { 'x-api-version': lookup } })

      expect(await ear.heard()).not.toContain(`cold-${server}`)
      await vi.waitFor(() => expect(fixed.tail().toLowerCase()).toContain(`x-api-version: ${lookup}`))
    })

    test.each([
      ['a query parameter', '?q=in%20query', {}, 'query q: in query'],
      ['the path and its parameters', 'in%2bpath;v=in%7bpath', {}, /path : \/in\+path;v=in\{path/],
      ['a cookie', '', { headers: { cookie: 'a=1; sid=in-cookie' } }, 'cookie sid: in-cookie'],
      [
        'a user of basic authentication',
        '',
        { headers: { authorization: `Basic ${btoa('in-user:in:pass')}` } },
        /auth user: in-user\n.*auth password: in:pass/,
      ],
      ['a bearer token', '', { headers: { authorization: 'Bearer in-bearer' } }, 'auth bearer: in-bearer'],
      ['a form field', '', form(new URLSearchParams({ username: 'in form+' })), 'form username: in form+'],
      ['a leaf of JSON', '', json('{"a":[{"name":"in \\u007bjson"},1,null],"b":{}}'), 'json name: in {json'],
      [
        'text and attributes of XML',
        '',
        { method: 'POST', headers: { 'content-type': 'text/xml' }, body: '<a><b id="in-id">in &amp; xml</b></a>' },
        /xml b: in & xml\n.*xml b@id: in-id/,
      ],
      [
        'name, file name and value of a part',
        '',
        form(multipart()),
        /part-name photo: photo\n.*part-filename photo: in-file\.png\n.*part photo: in-part/,
      ],
    ])('logs %s', async (_what, path, request: RequestInit, line) => {
      await fetch(vulnerable.url + path, request)

      await vi.waitFor(() => expect(vulnerable.tail()).toMatch(line))
    })

    test('is not reachable but by 127.0.0.1', async () => {
      const socket = connect(vulnerable.port, '::1')

      const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException] // the event's only argument

      expect(['ECONNREFUSED', 'EADDRNOTAVAIL', 'ENETUNREACH']).toContain(error.code)
    })
  })
})

function form(body: URLSearchParams | FormData): RequestInit {
  return { method: 'POST', body }
}

function json(body: string): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body }
}

function multipart(): FormData {
  const data = new FormData()
  data.append('photo', new Blob(['in-part']), 'in-file.png')
  return data
}
