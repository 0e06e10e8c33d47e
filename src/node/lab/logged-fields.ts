import { problem } from '../../core/index.ts'

export const labBadFields = problem('LAB_BAD_FIELDS', (text: string) => ({
  message: `${text} does not say which fields a service should log`,
  hint: `Write kinds with a name or a star, such as header:User-Agent,query:*,path; kinds are ${kinds.join(', ')}.`,
}))

const kinds = [
  'header',
  'cookie',
  'auth',
  'path',
  'query',
  'form',
  'json',
  'xml',
  'part',
  'part-name',
  'part-filename',
] as const

/** What a typical service logs, so that a proof names one exact point of each kind. */
export const typicalFields =
  'header:User-Agent,header:X-Api-Version,header:Referer,header:X-Forwarded-For,query:q,form:username,json:name'

/** Everything in a request that its sender controls. */
export const allFields = kinds.join(',')

/** Returns `text` if a service will understand it; throws a Problem otherwise. */
export function checkFields(text: string): string {
  for (const item of text.split(',')) {
    const kind = item.split(':', 1)[0]?.trim()
    if (!kinds.some((known) => known === kind)) throw labBadFields(text)
  }
  return text
}
