import { isKnownZone } from './simple-date-format.ts'
import type { World } from './world.ts'

const maps = ['env', 'sys', 'ctx', 'properties', 'java', 'event', 'others'] as const

/** Turns what was parsed from a context file into a world; otherwise says which part is wrong. Unknown parts are refused. */
export function readWorld(value: unknown): { readonly world: World } | { readonly flaw: string } {
  if (!isRecord(value)) return { flaw: 'it is not an object' }
  const world: Record<string, unknown> = {}
  for (const [name, part] of Object.entries(value)) {
    if (maps.some((map) => map === name)) {
      if (!isRecord(part)) return { flaw: `${name} is not an object of texts` }
      const wrong = Object.entries(part).find(([, text]) => typeof text !== 'string')
      if (wrong !== undefined) return { flaw: `${name}.${wrong[0]} is not a text` }
    } else if (name === 'at') {
      if (typeof part !== 'number' || !Number.isSafeInteger(part)) return { flaw: 'at is not a number of milliseconds' }
    } else if (name === 'zone' || name === 'locale') {
      if (typeof part !== 'string') return { flaw: `${name} is not a text` }
      if (name === 'zone' && !isKnownZone(part)) return { flaw: `zone ${part} is not UTC or an offset such as +02:00` }
    } else return { flaw: `${name} is not known: there are ${maps.join(', ')}, at, zone and locale` }
    world[name] = part
  }
  return { world: world } // each part was checked above
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
