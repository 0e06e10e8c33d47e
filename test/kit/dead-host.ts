import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A port on which every address of 127.0.0.0/8 drops SYNs, as a silent firewall does. */
export interface DeadHost {
  readonly port: number
  close(): void
}

/** What the child runs: it listens, says where, and never accepts because it is stopped at once. */
const listener = `
  const server = require('node:net').createServer()
  server.listen({ port: 0, host: '0.0.0.0', backlog: 1 }, () => process.stdout.write(String(server.address().port)))
`

/** More than the kernel queues for a backlog of one; those beyond it stay in SYN_SENT. */
const fillers = 8

/**
 * Starts a listener that is stopped (SIGSTOP) and whose accept queue is full: Linux then drops every further SYN to
 * it (man 2 listen), so that connecting takes until the client's own timeout.
 */
export async function openDeadHost(): Promise<DeadHost> {
  const child = spawn(process.execPath, ['-e', listener], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [said] = (await once(child.stdout, 'data')) as [Buffer] // the event's only argument, as a pipe gives it
  const port = Number(said.toString())
  child.kill('SIGSTOP')
  const held: Socket[] = []
  for (let i = 0; i < fillers; i++) held.push(connect({ host: '127.0.0.1', port }).on('error', () => undefined))
  // The kernel lets the first ones in within microseconds; the queue is full if others still wait.
  await new Promise((resolve) => setTimeout(resolve, 100))
  if (!held.some((socket) => socket.connecting)) throw new Error('the accept queue did not fill: SYNs are not dropped')
  return {
    port,
    close() {
      for (const socket of held) socket.destroy()
      // A stopped process takes no other signal.
      child.kill('SIGKILL')
    },
  }
}
