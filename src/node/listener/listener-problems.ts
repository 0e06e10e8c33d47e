import { type Endpoint, type Problem, problem } from '../../core/index.ts'

const shown = ({ address, port }: Endpoint): string => `${address.includes(':') ? `[${address}]` : address}:${port}`

export const listenerPortTaken = problem('LISTENER_PORT_TAKEN', (at: Endpoint) => ({
  message: `port ${at.port} on ${at.address} is taken by another program`,
  hint: 'Choose another port, or end that program; `ss -lntup` shows which it is.',
}))

export const listenerNoPermission = problem('LISTENER_NO_PERMISSION', (at: Endpoint) => ({
  message: `this user may not open port ${at.port}: ports below 1024 are reserved`,
  hint: 'Allow it by `sudo setcap cap_net_bind_service=+ep "$(readlink -f "$(which node)")"`, run as root, or redirect the port by the firewall.',
}))

export const listenerCannotOpen = problem('LISTENER_CANNOT_OPEN', (at: Endpoint, why: string) => ({
  message: `cannot listen on ${shown(at)}: ${why}`,
  hint: 'Use an address of this machine; `ip address` lists them, and 0.0.0.0 stands for all.',
}))

/** What an operator can do about a socket that does not open. */
export function openProblem(at: Endpoint, error: Error): Problem {
  const code = 'code' in error ? error.code : null
  if (code === 'EADDRINUSE') return listenerPortTaken(at)
  if (code === 'EACCES') return listenerNoPermission(at)
  return listenerCannotOpen(at, error.message)
}
