import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
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

    test('says which port is taken', async () => {
      const starting = startLab({ server, log4j: '2.14.1', port: vulnerable.port })

      await expect(starting).rejects.toMatchObject({
        code: 'LAB_DID_NOT_START',
        message: expect.stringMatching(
          /ended with code 1\. It said:\n(.*\n)*cannot listen on 127\.0\.0\.1:\d+: .*in use/,
        ) as string,
      })
    })

    test('is not reachable but by 127.0.0.1', async () => {
      const socket = connect(vulnerable.port, '::1')

      const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException] // the event's only argument

      expect(['ECONNREFUSED', 'EADDRNOTAVAIL', 'ENETUNREACH']).toContain(error.code)
    })
  })

  test('a service ends with the process that started it, however that died', async () => {
    const node = fileURLToPath(new URL('../src/node/index.ts', import.meta.url)).replace(
      /\bsrc\b(.*)\.ts$/,
      'dist$1.js',
    )
    const script = `
      const { startLab } = await import(process.argv[1])
      const { port } = await startLab({ server: 'sun', log4j: '2.14.1' })
      process.stdout.write(String(port))`
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script, node])
    const [port] = (await once(parent.stdout, 'data')) as [Buffer] // the event's only argument

    parent.kill('SIGKILL')

    await vi.waitFor(() => expect(fetch(`http://127.0.0.1:${port.toString()}/`)).rejects.toThrow('fetch failed'), 5_000)
  })

  test.each([
    [{ server: 'sun', log4j: '2.14.2' }, 'LAB_UNKNOWN_RELEASE'],
    [{ server: 'sun', log4j: '2.14.1', log: 'headers' }, 'LAB_BAD_FIELDS'],
    [{ server: 'sun', log4j: '2.14.1', context: '' }, 'LAB_BAD_FIELDS'],
  ] as const)('what the lab does not have is refused by name: %j', async (request, code) => {
    await expect(startLab(request)).rejects.toMatchObject({ code })
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
