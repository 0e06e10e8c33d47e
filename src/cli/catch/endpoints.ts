import { type Endpoint, readAddress } from '../../core/index.ts'
import { optionInvalid } from '../options.ts'

/** Reads `:53,127.0.0.1:1053,[::1]:53`; without an address, `anyAddress` is meant. Throws OPTION_INVALID. */
export function readEndpoints(option: string, words: readonly string[], anyAddress: string): readonly Endpoint[] {
  return words.map((word) => {
    const [, host = '', digits = ''] = /^(\[[^\]]*\]|[^:]*):(\d{1,5})$/.exec(word) ?? []
    const address = host === '' ? anyAddress : host.replace(/^\[(.*)\]$/, '$1')
    const port = Number(digits)
    if (digits === '' || port > 65_535 || readAddress(address) === null) {
      throw optionInvalid(option, word, 'a list of :port, address:port or [v6]:port')
    }
    return { address, port }
  })
}
