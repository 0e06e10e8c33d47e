import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { filesLike } from '../../../test/laws/source-files.ts'
import { layers, orders } from './index.ts'

function undo(id: string, text: string): string {
  const layer = layers.find((each) => each.id === id)
  if (layer === undefined) throw new Error(`no layer ${id}`)
  return layer.undo(text)
}

const base64Of = (text: string): string => Buffer.from(text, 'latin1').toString('base64')

describe.each<[layer: string, cases: readonly (readonly [written: string, meaning: string])[]]>([
  [
    'percent',
    [
      ['%24%7Bjndi%3a', '${jndi:'],
      ['%2524', '%24'],
      ['%25%32%34', '%24'],
      ['%u0024%U007b', '${'],
      ['%C4%B1', 'ı'],
      ['%F0%9F%94%A5', '🔥'],
      ['%FF%C4%B1', 'ÿı'],
      ['100%', '100%'],
      ['%zz%2', '%zz%2'],
      ['%u12', '%u12'],
    ],
  ],
  [
    'backslash',
    [
      ['\\u0024\\U007b', '${'],
      ['\\u00241', '$1'],
      ['\\\\u0024', '$'],
      ['\\\\\\\\u0024', '$'],
      ['\\u+0024', '$'],
      ['\\u{24}\\u{1f525}', '$🔥'],
      ['\\u{ffffff}', '\\u{ffffff}'],
      ['\\x{24}\\x{7b}', '${'],
      ['\\x24\\X7b', '${'],
      ['\\xC4\\xB1', 'ı'],
      ['\\xe9t', 'ét'],
      ['\\304\\261', 'ı'],
      ['\\044\\44\\173', '$${'],
      ['\\05\\x35', '\\055'],
      ['\\05\\x38', '\u00058'],
      ['\\"\\/\\\'\\\\', '"/\'\\'],
      ['\\n\\t\\u12', '\\n\\t\\u12'],
      ['C:\\Users\\a', 'C:\\Users\\a'],
    ],
  ],
  [
    'html',
    [
      ['&#36;&#123;', '${'],
      ['&#36&#123', '${'],
      ['&#x6&#x35;', '&#x65'],
      ['&#3&#54;', '&#36'],
      ['&#x24;&#X7B;', '${'],
      ['&#000000000000000000000000000000000000000036;', '$'],
      ['&dollar;&lbrace;&lcub;&rcub;&rbrace;&colon;&sol;&period;', '${{}}:/.'],
      ['&amp;#36;', '&#36;'],
      ['&imath;', 'ı'],
      ['&nosuch;', '&nosuch;'],
      ['a&b=1', 'a&b=1'],
      ['&#0;&#1114112;', '&#0;&#1114112;'],
      ['&#4%37;', '&#4%37;'],
    ],
  ],
  [
    'base64',
    [
      [`Authorization: Basic ${base64Of('a:${jndi:x}')}`, 'Authorization: Basic a:${jndi:x}'],
      [`basic+${base64Of('a:${jndi:x}')}`, 'basic+a:${jndi:x}'],
      [`Basic ${base64Of('ÿ\0${jndi:x}')}`, 'Basic ÿ\0${jndi:x}'],
      [`${base64Of('{"alg":"${xy}"}')}.eyJhIjoiYiJ9.sig`, '{"alg":"${xy}"}.{"a":"b"}.sig'],
      [
        `Basic ${base64Of('\0\u0001\u0002\u0003\u0004\u0005')}`,
        `Basic ${base64Of('\0\u0001\u0002\u0003\u0004\u0005')}`,
      ],
      [`Bearer ${base64Of('a:${jndi:x}')}`, `Bearer ${base64Of('a:${jndi:x}')}`],
      [`${base64Of('{ "alg":"${xy}"}').replaceAll('=', '')}.e30.sig`, '{ "alg":"${xy}"}.e30.sig'],
      [`session=${base64Of('${jndi:x}ab')}; a=b`, 'session=${jndi:x}ab; a=b'],
      [`session=${base64Of('${${x}y}')}`, 'session=${${x}y}'],
      [`ab${base64Of('${jndi:x}ab')}`, `ab${base64Of('${jndi:x}ab')}`],
    ],
  ],
  ['utf16', [['$\0{\0j\0', '${j']]],
  [
    'latin1',
    [
      ['${upper:Ä±}', '${upper:ı}'],
      ['Ã© ð\x9f\x94¥', 'é 🔥'],
      ['Äh, à la carte', 'Äh, à la carte'],
      ['\xc2', '\xc2'],
      ['\xe0\x80\x80', '\xe0\x80\x80'],
    ],
  ],
])('%s', (layer, cases) => {
  test.each(cases)('%j becomes %j', (written, meaning) => {
    expect(undo(layer, written)).toBe(meaning)
  })
})

test('every layer is in the list under the name of its file, and in every order', () => {
  const files = filesLike(/^src\/hunt\/layers\/[^/]+\.ts$/).map((name) => /([^/]+)\.ts$/.exec(name)?.[1] ?? '')
  const ids = layers.map(({ id }) => id).sort()

  expect(ids).toEqual(files.filter((name) => !['index', 'layer', 'layers.test'].includes(name)).sort())
  for (const order of orders) expect(order.map(({ id }) => id).sort()).toEqual(ids)
})

const telling = fc.array(
  fc.constantFrom(
    '%',
    '2',
    '4',
    '25',
    '\\',
    'u',
    '0',
    'x',
    '{',
    '}',
    '&',
    '#',
    ';',
    'amp',
    'Basic ',
    'eyJ',
    'QUJD',
    '\0',
    'é',
    '\ud800',
  ),
  { maxLength: 60 },
)

describe.each(layers.map((layer) => [layer.id, layer] as const))('%s', (_id, layer) => {
  test('never makes a text longer, and says what it is', () => {
    fc.assert(
      fc.property(telling, (parts) => {
        const text = parts.join('')

        expect(layer.undo(text).length).toBeLessThanOrEqual(text.length)
      }),
    )
    expect(layer.summary).not.toBe('')
  })

  test.each(['%', '%25', '\\', '\\u', '\\x', '&', '&#', '&#0', '&amp;', 'Basic ', 'eyJ', '\0', '\\1', 'basic++++'])(
    'takes %j without end in time that grows with it alone',
    (text) => {
      const before = process.cpuUsage()
      layer.undo(text.repeat(Math.ceil(300_000 / text.length)))
      const { user } = process.cpuUsage(before)

      expect(user / 1_000).toBeLessThan(400)
    },
  )
})
