import { expect, test } from 'vitest'
import { openFileLimit, readProxyUrl } from './web-options.ts'

test.each([
  ['http://proxy.example:3128', { host: 'proxy.example', port: 3128, authorization: null }],
  ['http://proxy.example', { host: 'proxy.example', port: 80, authorization: null }],
  ['http://[::1]:8080/', { host: '::1', port: 8080, authorization: null }],
  [
    'http://me:p%40ss@proxy.example:1',
    { host: 'proxy.example', port: 1, authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}` },
  ],
  ['https://proxy.example', null],
  ['socks5://proxy.example:1080', null],
  ['http://%zz@proxy.example', null],
  ['proxy.example:3128', null],
  ['', null],
])('the proxy URL %j is read', (text, expected) => {
  expect(readProxyUrl(text)).toEqual(expected)
})

test('the limit of open files is a number that lets this process work', () => {
  expect(openFileLimit()).toBeGreaterThan(16)
})
