import { expect, test } from 'vitest'
import { readChallenge } from './challenge.ts'
import { parseImageReference, parsePlatform, showImageReference } from './image-reference.ts'

const digest = `sha256:${'a'.repeat(64)}`

test.each([
  ['debian', 'docker.io/library/debian:latest', 'registry-1.docker.io'],
  ['debian:12', 'docker.io/library/debian:12', 'registry-1.docker.io'],
  ['docker.io/debian', 'docker.io/library/debian:latest', 'registry-1.docker.io'],
  ['shop/app', 'docker.io/shop/app:latest', 'registry-1.docker.io'],
  ['localhost/app', 'localhost/app:latest', 'localhost'],
  ['reg.example/a/b/c:1.2-x', 'reg.example/a/b/c:1.2-x', 'reg.example'],
  ['reg:5000/app', 'reg:5000/app:latest', 'reg:5000'],
  ['127.0.0.1:5000/app:1', '127.0.0.1:5000/app:1', '127.0.0.1:5000'],
  ['[::1]:5000/app:1', '[::1]:5000/app:1', '[::1]:5000'],
  [`reg.example/app@${digest}`, `reg.example/app@${digest}`, 'reg.example'],
  [`reg.example/app:1@${digest}`, `reg.example/app:1@${digest}`, 'reg.example'],
])('%s is %s', (text, shown, apiHost) => {
  const reference = parseImageReference(text)

  expect(showImageReference(reference)).toBe(shown)
  expect(reference.apiHost).toBe(apiHost)
})

test.each([
  '',
  'UPPER',
  'reg.example/',
  'reg.example/../etc',
  'reg.example/a b',
  'reg.example/app@sha256:abc',
  'https://reg.example/app',
  'user@reg.example/app',
  'reg.example/app?x=1',
  'reg.example:99999999/app',
  `reg.example/${'a'.repeat(300)}`,
])('%j names no image', (text) => {
  expect(() => parseImageReference(text)).toThrow(expect.objectContaining({ code: 'REGISTRY_BAD_REFERENCE' }))
})

test('platforms', () => {
  expect(parsePlatform('linux/arm64/v8')).toEqual({ os: 'linux', architecture: 'arm64', variant: 'v8' })
  expect(parsePlatform('all')).toBeNull()
  expect(() => parsePlatform('arm64')).toThrow(expect.objectContaining({ code: 'REGISTRY_BAD_PLATFORM' }))
})

test.each([
  ['Bearer realm="https://a/t",service="s, x",scope="r:a:pull,push"', 'bearer', 'r:a:pull,push'],
  ['Negotiate, Bearer realm=plain , scope = "q\\"q"', 'bearer', 'q"q'],
  ['basic realm="x"', 'basic', undefined],
])('the challenge %s is met', (header, scheme, scope) => {
  const challenge = readChallenge(header)

  expect(challenge?.scheme).toBe(scheme)
  expect(challenge?.parameters.get('scope')).toBe(scope)
})

test.each([null, '', 'Negotiate', 'Digest realm="Bearer"'])('the challenge %j cannot be met', (header) => {
  expect(readChallenge(header)).toBeNull()
})
