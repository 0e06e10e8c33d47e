import { bytesOfBase64 } from '../../core/index.ts'
import { textOf } from '../text-of.ts'
import type { Layer } from './layer.ts'

/**
 * Credentials of `Basic` (RFC 7617) and the parts of a JSON Web Token (RFC 7519), wherever they stand, if `Basic`, or the
 * beginning of the token, is written in plain letters.
 */
export const base64: Layer = {
  id: 'base64',
  summary: 'base64 in Basic credentials, in the parts of JSON Web Tokens, and of a text that itself begins with `${`',
  undo: (text) =>
    telling.test(text)
      ? text.replace(tokens, (_all, basic: string = '', basicToken: string = '', jwt: string = '') =>
          basicToken === '' ? decoded(jwt) : `${basic}${decoded(basicToken)}`,
        )
      : text,
}

const telling = /ey[JA]|JH[st]|[bB][aA][sS][iI][cC][\s+]/
/** Objects begin with `{"`, or with `{ "`, as whoever makes a token likes; `JHs` and `JHt` are `${` and half a letter. */
const tokens =
  /(\b[bB][aA][sS][iI][cC][\s+]{1,8})([A-Za-z0-9+/_-]{4,}={0,2})|(ey[JA][A-Za-z0-9_-]{4,}|(?<![A-Za-z0-9+/_-]|[bB][aA][sS][eE]64:)JH[st][A-Za-z0-9+/_-]{4,}={0,2})/g

/** As it is where it does not hold text. */
function decoded(token: string): string {
  const text = textOf(bytesOfBase64(token))
  return text.includes('${') || !noText.test(text) ? text : token
}

const noText = /[\0-\x08\x0e-\x1f\x80-\x9f]/
