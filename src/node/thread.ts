import { type ResourceLimits, Worker } from 'node:worker_threads'
import { type EntryName, entryFile } from './entry-file.ts'

/** In MiB. What is read lies outside of the heap of objects, and has limits of its own. */
const limits: Readonly<Record<Exclude<EntryName, 'fireline'>, ResourceLimits>> = {
  'scan-worker': { maxOldGenerationSizeMb: 512 },
  // Nearly all objects are gone at once, and each thread keeps room for as many as are new.
  'hunt-worker': { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 12 },
}

type ThreadName = keyof typeof limits

/** An early thread that nobody wanted so long is let go of, in milliseconds. */
const wantedWithinMs = 2_000

let early: { readonly name: ThreadName; readonly worker: Worker } | null = null

/**
 * Starts a thread before it is known what for. It takes as long to start as the command takes to load what else it
 * needs, and there are processors for both. It keeps no process from ending.
 */
export function startEarly(name: ThreadName): void {
  early = { name, worker: started(name) }
  early.worker.unref()
  setTimeout(letEarlyGo, wantedWithinMs).unref()
}

/** For what threads take from the process when they start, such as its priority. */
export function letEarlyGo(): void {
  void early?.worker.terminate()
  early = null
}

/** A thread that waits for its order: the one that was started early, or a new one. */
export function thread(name: ThreadName, order: unknown): Worker {
  const worker = early?.name === name ? early.worker : started(name)
  if (worker === early?.worker) early = null
  worker.ref()
  worker.postMessage(order)
  return worker
}

function started(name: ThreadName): Worker {
  return new Worker(entryFile(name), { resourceLimits: limits[name] })
}
