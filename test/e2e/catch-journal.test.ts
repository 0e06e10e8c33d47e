import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process'
import { createSocket, type Socket } from 'node:dgram'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import * as dnsPacket from 'dns-packet'
import { afterEach, expect, test } from 'vitest'
import { readInteractions } from '../../src/node/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'fireline-kill-'))
const closers: (() => void)[] = [() => rmSync(folder, { recursive: true })]
afterEach(() => {
  for (const close of closers.splice(0).reverse()) close()
})

/** Starts `fireline catch` on free ports and gives the UDP port that it tells. */
async function startCatch(
  journal: string,
): Promise<{ child: ChildProcessByStdio<null, null, Readable>; port: number }> {
  const args = [
    'dist/bundle/fireline.js',
    'catch',
    '--dns',
    '127.0.0.1:0',
    '--tcp',
    '127.0.0.1:0',
    '--journal',
    journal,
  ]
  const child = spawn(process.execPath, [...args, '--format', 'jsonl'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, FIRELINE_KEY: '07'.repeat(32) },
  })
  closers.push(() => child.kill('SIGKILL'))
  let told = ''
  const port = await new Promise<number>((resolve) => {
    child.stderr.on('data', (bytes: Buffer) => {
      told += bytes.toString()
      const match = /dns: 127\.0\.0\.1:(\d+)/.exec(told)
      if (match !== null) resolve(Number(match[1]))
    })
  })
  return { child, port }
}

/** Asks for numbered names, 50 at a time, until the listener is gone; gives those that were answered. */
async function askUntilGone(socket: Socket, port: number, child: ChildProcess): Promise<Set<string>> {
  const answered = new Set<string>()
  socket.on('message', (bytes: Buffer) => answered.add(dnsPacket.decode(bytes).questions[0]?.name ?? ''))
  for (let i = 0; i < 200_000 && child.exitCode === null && child.signalCode === null; i++) {
    const name = `n${i}.example`
    socket.send(
      dnsPacket.encode({ type: 'query', id: i & 0xffff, questions: [{ type: 'TXT', name }] }),
      port,
      '127.0.0.1',
    )
    if (i % 50 === 49) await new Promise((resolve) => setImmediate(resolve))
  }
  return answered
}

test('killed with -9 in a flood, three times over, the journal holds every query that was answered', {
  timeout: 60_000,
}, async () => {
  const all = new Set<string>()
  for (const afterMs of [150, 300, 450]) {
    const { child, port } = await startCatch(folder)
    const socket = createSocket('udp4')
    setTimeout(() => child.kill('SIGKILL'), afterMs)
    for (const name of await askUntilGone(socket, port, child)) all.add(name)
    socket.close()
  }
  const journaled = new Set<string>()
  let last = 0
  for await (const { seq, asked } of readInteractions(folder, 0)) {
    expect(seq).toBe(last + 1)
    last = seq
    if (asked !== null) journaled.add(asked)
  }

  expect(all.size).toBeGreaterThan(100)
  expect([...all].filter((name) => !journaled.has(name))).toEqual([])
})
