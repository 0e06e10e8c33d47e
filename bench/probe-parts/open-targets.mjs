import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'

/**
 * `count` live targets in a process of their own that think for `delayMs` before they answer. `takeRequests()` tells
 * how many requests came since it was last asked.
 */
export async function openLiveTargets(count, delayMs = 0) {
  const child = fork(fileURLToPath(new URL('live-targets.mjs', import.meta.url)), [count, delayMs].map(String))
  const [{ urls }] = await once(child, 'message')
  return {
    urls,
    async takeRequests() {
      child.send('take')
      const [{ requests }] = await once(child, 'message')
      return requests
    },
    close: () => child.kill('SIGKILL'),
  }
}

/**
 * `count` targets that drop SYNs: loopback addresses of one port whose listener is stopped and whose accept queue is
 * full, so that Linux drops what comes (man 2 listen).
 */
export async function openDeadTargets(count) {
  const listener = `const s = require('node:net').createServer();
    s.listen({ port: 0, host: '0.0.0.0', backlog: 1 }, () => process.stdout.write(String(s.address().port)))`
  const child = spawn(process.execPath, ['-e', listener], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [said] = await once(child.stdout, 'data')
  const port = Number(String(said))
  child.kill('SIGSTOP')
  const held = Array.from({ length: 8 }, () => connect({ host: '127.0.0.1', port }).on('error', () => undefined))
  await new Promise((resolve) => setTimeout(resolve, 200))
  if (!held.some((socket) => socket.connecting)) throw new Error('the accept queue did not fill')
  return {
    urls: Array.from({ length: count }, (_, i) => `http://127.2.${Math.floor(i / 250)}.${1 + (i % 250)}:${port}/`),
    close() {
      for (const socket of held) socket.destroy()
      child.kill('SIGKILL')
    },
  }
}
