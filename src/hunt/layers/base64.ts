import { bytesOfBase64 } from '../../core/index.ts'
import type { Layer } from './layer.ts'

/** Credentials of `Basic` (RFC 7617) and the parts of a JSON Web Token (RFC 7519), wherever they stand. */
export const base64: Layer = {
  id: 'base64',
  summary: 'base64 in Basic credentials and in the parts of JSON Web Tokens',
  undo: (text) =>
    text.includes('eyJ') || /basic /i.test(text)
      ? text.replace(tokens, (_all, basic: string = '', basicToken: string = '', jwt: string = '') =>
          basicToken === '' ? decoded(jwt) : `${basic}${decoded(basicToken)}`,
        )
      : text,
}

const tokens = /(\bbasic\s{1,8})([A-Za-z0-9+/_-]{4,}={0,2})|(eyJ[A-Za-z0-9_-]{4,})/gi
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** As it is where it does not hold text. */
function decoded(token: string): string {
  const text = utf8.decode(bytesOfBase64(token))
  return controls.test(text) || text.includes('\ufffd') ? token : text
}

const controls = /[\0-\x08\x0e-\x1f]/
