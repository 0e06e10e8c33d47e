/**
 * wire: DNS, BER and LDAP, JRMP, TLS hello and HTTP/1.1 messages. It parses anything without throwing, and can
 * encode benign messages only: nothing that a JVM could turn into an object.
 */
export { type BenignBytes, joinBenign } from './benign.ts'
export {
  type AddressRecord,
  type BenignRecord,
  type DnsAnswer,
  type DnsRcode,
  encodeDnsAnswer,
  frameDnsAnswer,
  nameServerLabel,
  tcpLimit,
  udpLimit,
} from './dns-answer.ts'
export { writeName } from './dns-name.ts'
export {
  type DnsMessage,
  type DnsQuery,
  type DnsQuestion,
  readDnsMessage,
} from './dns-query.ts'
export { dnsType, dnsTypeName } from './dns-type.ts'
export {
  defaultResponseLimits,
  type ResponseHead,
  type ResponseLimits,
  ResponseReader,
} from './http-response.ts'
export { encodeNotFound, endOfHead, looksLikeRequest, type RequestHead, readRequestHead } from './http1.ts'
export { readIpAddress } from './ip-address.ts'
export {
  encodeJrmpAck,
  looksLikeJrmp,
  readJrmpCall,
  readJrmpEndpoint,
  readJrmpHandshake,
} from './jrmp.ts'
export {
  encodeBindSuccess,
  encodeNoSuchObject,
  type LdapMessage,
  maxRepeatedId,
  readLdapMessage,
} from './ldap.ts'
export { type SyslogFrame, SyslogFrames } from './syslog-frames.ts'
export { type ClientHello, looksLikeClientHello, readClientHello } from './tls-hello.ts'
