import { type Endpoint, type Interaction, showInstant } from '../../core/index.ts'
import { visible } from '../../report/index.ts'

/** One interaction in one line, for a person; whatever it asked for cannot move the cursor. */
export function interactionLine({ at, channel, did, asked, peer, local, token }: Interaction, colour: boolean): string {
  const mark = token === null ? '   ' : colour ? '\u001b[1;32mour\u001b[0m' : 'our'
  const what = `${channel} ${did}`.padEnd(16)
  return `${showInstant(at)} ${mark} ${what} ${showEndpoint(peer)} -> ${showEndpoint(local)}  ${asked === null ? '' : visible(asked)}\n`
}

export function showEndpoint({ address, port }: Endpoint): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}
