/**
 * The address, or the name, of a client without a port, and one of IPv4 as such where a socket of IPv6 took it; `null` for
 * what is neither: the column may hold a header that the client wrote.
 */
export function addressOf(text: string | null | undefined): string | null {
  const [, bracketed, bare] =
    /^(?:\[([\da-fA-F:.]{2,45})\]|(\d{1,3}(?:\.\d{1,3}){3}|[\da-fA-F]{0,4}:[\da-fA-F:.%\w]{1,60}|[\w-][\w.-]{0,252}))(?::\d{1,5})?$/.exec(
      text ?? '',
    ) ?? []
  const address = (bracketed ?? bare)?.replace(/^::ffff:(?=\d{1,3}(?:\.\d{1,3}){3}$)/i, '')
  return address === undefined || address === '-' ? null : address
}
