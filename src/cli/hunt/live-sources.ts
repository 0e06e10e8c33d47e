import { type Endpoint, readAddress } from '../../core/index.ts'
import {
  type Hunt,
  type HuntOptions,
  listenSyslog,
  readTextFile,
  type SyslogPort,
  type SyslogTls,
  showPort,
  syslogTransports,
} from '../../node/index.ts'
import type { Io } from '../io.ts'
import { flagOption, listOption, optionInvalid, type RawOptions, textOption } from '../options.ts'

/** A hunt in what comes by itself, if that was asked for; `null`: it was not. Throws OPTION_INVALID. */
export function liveHuntOf(paths: readonly string[], options: RawOptions, settings: HuntOptions, io: Io): Hunt | null {
  const words = listOption(options, 'syslog', ',')
  const tls = tlsOf(options)
  if (words.length === 0) {
    if (tls !== null) throw optionInvalid('tls-cert', '(given)', 'of use without --syslog tls:…')
    return null
  }
  const follows = ['follow', 'from-end'].find((name) => flagOption(options, name))
  if (follows !== undefined) throw optionInvalid(follows, '(given)', 'of use with --syslog')
  const state = textOption(options, 'state')
  if (state !== null) throw optionInvalid('state', state, 'of use with --syslog')
  if (paths[0] !== undefined)
    throw optionInvalid('syslog', words.join(' '), `of use with paths; hunt in ${paths[0]} by itself`)
  const onOpen = (ports: readonly SyslogPort[]): void =>
    io.tell(`listening: ${ports.map(showPort).join(', ')}; Ctrl-C ends\n`)
  return listenSyslog({ ports: words.map(readSyslogPort), tls, onOpen }, settings)
}

/** Whether what is asked for comes by itself, and has no end of its own. */
export function isLive(options: RawOptions): boolean {
  return listOption(options, 'syslog', ',').length > 0
}

/** The ports that RFC 5426, 6587 and 5425 name. */
const usualPorts = { udp: 514, tcp: 601, tls: 6514 } as const

/** `udp:5514`, `tcp:0.0.0.0:601`, `tls:[::1]:6514`, `udp`; without an address loopback is meant. Throws OPTION_INVALID. */
export function readSyslogPort(word: string): SyslogPort {
  const [, name = '', rest = ''] = /^([a-z]{3})(?::(.*))?$/.exec(word) ?? []
  const transport = syslogTransports.find((each) => each === name)
  const at = transport === undefined ? null : endpointOf(rest, usualPorts[transport])
  if (transport === undefined || at === null) {
    throw optionInvalid(
      'syslog',
      word,
      'udp, tcp or tls with a port or an address and a port: udp:5514, tls:[::1]:6514',
    )
  }
  return { transport, ...at }
}

function endpointOf(text: string, usual: number): Endpoint | null {
  if (text === '') return { address: loopback, port: usual }
  const [, host, digits = ''] = /^(?:(\[[^\]]*\]|[^:]*):)?(\d{1,5})$/.exec(text) ?? []
  const address = host === undefined || host === '' ? loopback : host.replace(/^\[(.*)\]$/, '$1')
  const port = Number(digits)
  return digits === '' || port > 65_535 || readAddress(address) === null ? null : { address, port }
}

const loopback = '127.0.0.1'

function tlsOf(options: RawOptions): SyslogTls | null {
  const cert = textOption(options, 'tls-cert')
  const key = textOption(options, 'tls-key') ?? cert
  const clientCa = textOption(options, 'tls-client-ca')
  if (cert === null || key === null) {
    if (key !== null || clientCa !== null) throw optionInvalid('tls-cert', '(nothing)', 'given, and is needed')
    return null
  }
  const ca = clientCa === null ? null : readTextFile(clientCa)
  return { cert: readTextFile(cert), key: readTextFile(key), clientCa: ca }
}
