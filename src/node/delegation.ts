import { randomBytes } from 'node:crypto'
import { Resolver } from 'node:dns/promises'
import type { Listener } from './listener/listener-options.ts'

/**
 * Whether a zone is delegated to `listener`: the system's resolver is asked for a name in it that nobody knows, and
 * the query must arrive here. `false` also if the resolver is slow or caches nothing of it within `timeoutMs`.
 */
export async function isDelegated(listener: Listener, zone: string, timeoutMs: number): Promise<boolean> {
  const label = `check-${randomBytes(6).toString('hex')}`
  let arrived = false
  listener.subscribe(({ asked }) => {
    if (asked?.toLowerCase().startsWith(label) === true) arrived = true
  })
  const resolver = new Resolver({ timeout: timeoutMs, tries: 1 })
  // Whatever is answered: what counts is whether we were asked.
  await resolver.resolve4(`${label}.${zone}`).catch(() => undefined)
  return arrived
}
