import type { Campaign } from '../core/index.ts'

/** `ldap, rmi://*.evil.example:1389/Basic/Command/*`: whom the attacks of a campaign ask, and for what. */
export function campaignAsks({ schemes, host, port, path }: Campaign): string {
  const place = `${host}${port === null ? '' : `:${port}`}`
  return `${schemes.join(', ')}://${place}${path === null || path === '' ? '' : `/${path}`}`
}
