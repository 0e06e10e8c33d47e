import { encodeNotFound, endOfHead, looksLikeRequest, type RequestHead, readRequestHead } from '../../wire/index.ts'
import type { CallbackChannel } from '../conversation.ts'
import { converse, type Step } from '../exchange.ts'

/** HTTP/1.x: the first request is recorded and answered with 404, then the connection ends. */
export const http: CallbackChannel = {
  id: 'http',

  recognises(head) {
    switch (looksLikeRequest(head)) {
      case null:
        return 'need-more'
      case true:
        return 'yes'
      case false:
        return 'no'
    }
  },

  open({ maxMessageBytes }) {
    let looked = 0
    const next = (unread: Uint8Array): Step => {
      const length = endOfHead(unread, looked)
      looked = unread.length
      if (length === null) return 'need-more'
      const head = readRequestHead(unread.subarray(0, length))
      if (head === null) return 'malformed'
      const saw = { channel: 'http', did: head.method, asked: askedFor(head) } as const
      return { length, saw, write: encodeNotFound(), close: true }
    }
    return converse({ channel: 'http', next }, maxMessageBytes)
  },
}

/** Host and path, because the token may be in either. */
function askedFor({ host, target }: RequestHead): string {
  return host === null || !target.startsWith('/') ? target : host + target
}
