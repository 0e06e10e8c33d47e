import { endianness } from 'node:os'
import { expect, test } from 'vitest'
import { dropsIn } from './datagram-drops.ts'

/** As Linux 6.1 writes it; the second line is of another socket. */
const table = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
 2001: 0100007F:158A 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 31337 2 0000000000000000 17
 2002: 0100007F:158B 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 31338 2 0000000000000000 4
`
const wide = ` 1: 00000000000000000000000001000000:158A 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000 0 0 1 2 0 9`

test.runIf(endianness() === 'LE')('what the system says of a socket, and nothing of another', () => {
  expect(dropsIn(table, { address: '127.0.0.1', port: 5514 })).toBe(17)
  expect(dropsIn(table, { address: '127.0.0.1', port: 5516 })).toBeNull()
  expect(dropsIn(table, { address: '127.0.0.2', port: 5514 })).toBeNull()
  expect(dropsIn(wide, { address: '::1', port: 5514 })).toBe(9)
})
