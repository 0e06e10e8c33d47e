import { instantOfEpoch } from '../../core/index.ts'
import type { HuntDoors } from '../../hunt/index.ts'
import { sha256Hex } from '../crypto.ts'

/** What a hunt needs, of Node: a Buffer's searches of a byte are many times as fast as a loop. */
export const huntDoors: HuntDoors = {
  search: {
    first: (bytes, byte, from) => bufferOf(bytes).indexOf(byte, from),
    last: (bytes, byte, from) => (from < 0 ? -1 : bufferOf(bytes).lastIndexOf(byte, from)),
  },
  digest: sha256Hex,
  now: () => instantOfEpoch(Date.now()),
}

let viewed = new Uint8Array(0)
let view = Buffer.alloc(0)

/** The same bytes; it is the same window that is searched a thousand times. */
function bufferOf(bytes: Uint8Array): Buffer {
  if (bytes !== viewed) {
    viewed = bytes as typeof viewed // of whatever kind their memory is
    view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) as typeof view // of the same kind
  }
  return view
}
