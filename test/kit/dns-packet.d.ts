/** What the tests use of dns-packet, which comes without types: https://github.com/mafintosh/dns-packet */
declare module 'dns-packet' {
  export interface Question {
    type: string
    name: string
    class?: string
  }
  export interface Answer {
    type: string
    name: string
    ttl?: number
    class?: string
    data?: unknown
    udpPayloadSize?: number
    ednsVersion?: number
    extendedRcode?: number
    flags?: number
    flag_do?: boolean
    options?: unknown[]
  }
  export interface Packet {
    type?: 'query' | 'response'
    id?: number
    flags?: number
    rcode?: string
    opcode?: string
    flag_aa?: boolean
    flag_tc?: boolean
    flag_rd?: boolean
    flag_cd?: boolean
    questions?: Question[]
    answers?: Answer[]
    authorities?: Answer[]
    additionals?: Answer[]
  }
  export const RECURSION_DESIRED: number
  export const DNSSEC_OK: number
  export function encode(packet: Packet): Buffer
  export function decode(bytes: Buffer): Required<Packet>
}
