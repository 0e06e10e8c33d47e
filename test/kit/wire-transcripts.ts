/**
 * What real JVMs sent for a `${jndi:…}` lookup, byte for byte: log4j-core 2.14.1 on OpenJDK 17.0.15, recorded on
 * loopback. Any parser, conversation and law is held against all of them.
 */
export interface RecordedDatagram {
  readonly did: string
  readonly asked: string
  readonly bytes: Uint8Array
}

export interface RecordedConnection {
  readonly about: string
  /** What the client wrote, one entry for each write. */
  readonly writes: readonly Uint8Array[]
  readonly saw: readonly (readonly [channel: string, did: string, asked: string | null])[]
  /** What the recording listener answered, all together. */
  readonly answer: Uint8Array
}

export function hex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

/** The address and port that the recorded clients called from. */
export const recordedPeer = { address: '127.0.0.1', port: 0x9040 }

const datagram = (did: string, asked: string, bytes: string): RecordedDatagram => ({ did, asked, bytes: hex(bytes) })

/** Lookups of host names, with and without `jndi:dns:`. */
export const recordedDatagrams: readonly RecordedDatagram[] = [
  datagram('A', 'tok4.vm.cb.test', 'd42b0100000100000000000004746f6b3402766d02636204746573740000010001'),
  datagram('AAAA', 'tok4.vm.cb.test', '9d250100000100000000000004746f6b3402766d026362047465737400001c0001'),
  datagram('A', 'tok5.cb.test', '1f400100000100000000000004746f6b3502636204746573740000010001'),
  datagram('AAAA', 'tok5.cb.test', 'f2460100000100000000000004746f6b35026362047465737400001c0001'),
  datagram('TXT', 'tok8.cb.test', 'f3320100000100000000000004746f6b3802636204746573740000100001'),
  datagram('A', 'tok9.cb.test', '0e3c0100000100000000000004746f6b3902636204746573740000010001'),
  datagram('AAAA', 'tok9.cb.test', '113e0100000100000000000004746f6b39026362047465737400001c0001'),
  datagram('TXT', 'tok9x.cb.test', 'f25c0100000100000000000005746f6b397802636204746573740000100001'),
  datagram('TXT', 'tok10.cb.test', 'ace00100000100000000000005746f6b313002636204746573740000100001'),
  datagram('A', 'tok14.cb.test', '080d0100000100000000000005746f6b313402636204746573740000010001'),
  datagram('AAAA', 'tok14.cb.test', 'e9030100000100000000000005746f6b3134026362047465737400001c0001'),
]

const bind = hex('300c020101600702010304008000')
const unbind = hex('30220201034200a01b30190417322e31362e3834302e312e3131333733302e332e342e32')
const bindSuccessThenNoSuchObject = hex('300c02010161070a010004000400' + '300c02010265070a012004000400')

const ldapSearch = (about: string, base: string, search: string): RecordedConnection => ({
  about,
  writes: [bind, hex(search), unbind],
  saw: [
    ['ldap', 'bind', null],
    ['ldap', 'search', base],
    ['ldap', 'unbind', null],
  ],
  answer: bindSuccessThenNoSuchObject,
})

export const recordedConnections: readonly RecordedConnection[] = [
  ldapSearch(
    'LDAP at an address',
    'tok-ldap-1',
    '304c020102632a040a746f6b2d6c6461702d310a01000a0103020100020100010100870b6f626a656374436c6173733000a01b30190417322e31362e3834302e312e3131333733302e332e342e32',
  ),
  ldapSearch(
    'LDAP with lookups in the name',
    'tok3/${env:USER}/17.0.15/vm/Linux 6.18.44-fc-v595, architecture: amd64-64',
    '30818b02010263690449746f6b332f247b656e763a555345527d2f31372e302e31352f766d2f4c696e757820362e31382e34342d66632d763539352c206172636869746563747572653a20616d6436342d36340a01000a0103020100020100010100870b6f626a656374436c6173733000a01b30190417322e31362e3834302e312e3131333733302e332e342e32',
  ),
  ldapSearch(
    'LDAP at a host name',
    'tok4',
    '304602010263240404746f6b340a01000a0103020100020100010100870b6f626a656374436c6173733000a01b30190417322e31362e3834302e312e3131333733302e332e342e32',
  ),
  {
    about: 'LDAPS, its server name in clear',
    writes: [
      hex(
        '16030301c8010001c40303b68199e0be09ba01e34d02d829b22cc8433d574a3a57aef0efe166cab58c46d020fe0503a7e48f96ebe91b49658882a99fe4f3dc904c4d1ebdff81f447b7a74c32004a130213011303c02cc02bcca9c030cca8c02f009fccaa00a3009e00a2c024c028c023c027006b006a00670040c00ac014c009c0130039003800330032009d009c003d003c0035002f00ff0100013100000011000f00000c746f6b352e63622e74657374000500050100000000000a00160014001d001700180019001e01000101010201030104000b00020100001100090007020004000000000017000000230000000d002c002a040305030603080708080804080508060809080a080b0401050106010402030303010302020302010202002b00050403040303002d000201010032002c002a040305030603080708080804080508060809080a080b04010501060104020303030103020203020102020033006b0069001d0020c2727844a7ade3c8bb7713b58cf7608e28bde81dd515f3d7f067bbc3d17ce13a0017004104c80937de889919c4ef3755629df9d76ab4c842e0c42df42e30a3e7f7c4a7113b1e222c8ef089157067862a50df785289f90cfbeaec8f38c47d09c3d7d9f03dfa',
      ),
    ],
    saw: [['ldaps', 'client-hello', 'tok5.cb.test']],
    answer: new Uint8Array(0),
  },
  {
    about: 'RMI at an address',
    writes: [
      hex('4a524d4900024b'),
      hex('00093132372e302e302e3100000000'),
      hex('50aced00057722000000000000000000000000000000000000000000000000000244154dc9d4e63bdf740009746f6b2d726d692d36'),
    ],
    saw: [
      ['rmi', 'connect', null],
      ['rmi', 'lookup', 'tok-rmi-6'],
    ],
    answer: hex('4e00093132372e302e302e3100009040'),
  },
]
