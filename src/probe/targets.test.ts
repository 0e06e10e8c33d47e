import { expect, test } from 'vitest'
import type { ProbeInput } from './engine.ts'
import { SeenSet } from './seen-set.ts'
import { readPorts, readTargets } from './targets.ts'

async function* lines(...texts: string[]) {
  for (const [i, text] of texts.entries()) yield await Promise.resolve({ text, where: `list.txt:${i + 1}` })
}

async function read(...texts: string[]): Promise<ProbeInput[]> {
  const inputs: ProbeInput[] = []
  for await (const input of readTargets(lines(...texts), [80, 8443])) inputs.push(input)
  return inputs
}

async function urls(...texts: string[]): Promise<string[]> {
  return (await read(...texts)).map((input) => ('url' in input ? input.url : `gap ${input.gap.at}`))
}

test.each([
  ['http://127.0.0.1:8080/a?b=c', ['http://127.0.0.1:8080/a?b=c']],
  ['HTTPS://Shop.Example.com', ['https://shop.example.com/']],
  ['http://h/x#part', ['http://h/x']],
  ['shop.example.com', ['http://shop.example.com/', 'https://shop.example.com:8443/']],
  ['shop.example.com:443', ['https://shop.example.com/']],
  ['shop.example.com:9443/app', ['https://shop.example.com:9443/app']],
  ['[::1]:8080', ['http://[::1]:8080/']],
  ['2001:db8::7', ['http://[2001:db8::7]/', 'https://[2001:db8::7]:8443/']],
  ['10.0.0.0/31', ['http://10.0.0.0/', 'https://10.0.0.0:8443/', 'http://10.0.0.1/', 'https://10.0.0.1:8443/']],
  ['http://h/ # the shop', ['http://h/']],
])('%s is %j', async (text, expected) => {
  expect(await urls(text)).toEqual(expected)
})

test('blank lines and comments are nothing, repetitions collapse, and ordinals have no holes', async () => {
  expect(await read('', '# hosts', 'http://a/', 'http://b/', 'http://A/', '   ')).toEqual([
    { index: 0, url: 'http://a/' },
    { index: 1, url: 'http://b/' },
  ])
})

test.each([
  'http://',
  'http://h:99999/',
  'ftp://h/',
  '1.2.3.4.5',
  '300.1.1.1',
  '10.0.0.0/40',
  'a b',
  'http://u:p@h/',
  '[::1',
  'h:70000',
  ':80',
])('what is no target is a gap that names its line, and the rest goes on: %s', async (text) => {
  const inputs = await read('http://a/', text, 'http://b/')

  expect(inputs[0]).toEqual({ index: 0, url: 'http://a/' })
  expect(inputs[1]).toMatchObject({ gap: { at: 'list.txt:2', because: 'malformed' } })
  expect(inputs[2]).toEqual({ index: 1, url: 'http://b/' })
})

test('a list of ports is read, and a bad one refused by name', () => {
  expect(readPorts('80, 443,80')).toEqual([80, 443])
  for (const text of ['', '0', '65536', '80,', 'http']) expect(() => readPorts(text)).toThrow(JSON.stringify(text))
})

test('a million targets are told apart in 64 MB', () => {
  const seen = new SeenSet()
  let fresh = 0
  for (let i = 0; i < 1_000_000; i++) if (seen.add(`https://host-${i}.example.com:8443/`)) fresh++

  expect([fresh, seen.size]).toEqual([1_000_000, 1_000_000])
  expect(seen.add('https://host-77.example.com:8443/')).toBe(false)
  expect(seen.bytes).toBeLessThanOrEqual(64 << 20)
})
