import * as dnsPacket from 'dns-packet'
import { expect, test } from 'vitest'
import { hold, joined } from '../../../test/kit/hold-conversation.ts'
import { listenerSettings } from '../../../test/kit/listener-settings.ts'
import { hex, recordedDatagrams } from '../../../test/kit/wire-transcripts.ts'

const framed = (message: Uint8Array): Uint8Array =>
  Uint8Array.from([message.length >> 8, message.length & 255, ...message])

/** The answers in what was written, each behind its length. */
function answersIn(wrote: Uint8Array): readonly Required<dnsPacket.Packet>[] {
  const answers: Required<dnsPacket.Packet>[] = []
  for (let at = 0; at < wrote.length; ) {
    const length = (wrote[at] ?? 0) * 256 + (wrote[at + 1] ?? 0)
    answers.push(dnsPacket.decode(Buffer.from(wrote.subarray(at + 2, at + 2 + length))))
    at += 2 + length
  }
  return answers
}

test('queries that come together are recorded and answered in order, and the connection stays', () => {
  const held = hold([joined(recordedDatagrams.map(({ bytes }) => framed(bytes)))])

  expect(held.saw.map(({ channel, did, asked }) => [channel, did, asked])).toEqual(
    recordedDatagrams.map(({ did, asked }) => ['dns', did, asked]),
  )
  expect(answersIn(held.wrote).map(({ rcode, questions }) => [rcode, questions[0]?.name])).toEqual(
    recordedDatagrams.map(({ asked }) => ['NXDOMAIN', asked]),
  )
  expect(held.hungUp).toBe(false)
})

test('an answer too large for UDP fits here', () => {
  const settings = listenerSettings({ mayGoOn: () => true, publicAddresses: new Array<string>(50).fill('2001:db8::7') })

  const [answer] = answersIn(hold([framed(recordedDatagrams[1]!.bytes)], settings).wrote)

  expect(answer).toMatchObject({ flag_tc: false })
  expect(answer?.answers).toHaveLength(50)
})

test('an answer instead of a second query is recorded, and ends the conversation', () => {
  const response = hex('000181800001000000000000' + '0474657374' + '0000010001')
  const held = hold([framed(recordedDatagrams[0]!.bytes), framed(response)])

  expect(held.saw.map(({ did }) => did)).toEqual(['A', 'response'])
  expect(held.hungUp).toBe(true)
})
