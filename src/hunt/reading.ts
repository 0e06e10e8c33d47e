import { type AttackTrait, type AttackVerdict, type Band, bytesOfBase64 } from '../core/index.ts'
import type { Evaluation, Leak } from '../lookup/index.ts'
import { collapsed, isDisguised } from './collapse.ts'
import { asksSomebody, type Contact, contactOf, contactsIn, hasHost } from './contact.ts'
import {
  bandOfRelease,
  evaluateOn,
  evaluatingOnNewest,
  isAlikeOnB,
  newest,
  type OlderRelease,
  older,
} from './evaluations.ts'
import { leaksOf } from './leaks.ts'

/** What one text means to Log4j. */
export interface Reading {
  readonly verdict: Exclude<AttackVerdict, 'evidence'>
  /** One sentence without a final dot. */
  readonly because: string
  readonly firesOn: readonly Band[]
  /** What is looked up, or would be, what says most first; empty where nothing comes out as a name. */
  readonly contacts: readonly Contact[]
  /** How often it is looked up for one message. */
  readonly times: number
  readonly reads: readonly string[]
  /** Values that the name would carry, and the name with their places marked. */
  readonly leaks: readonly Leak[]
  readonly traits: readonly AttackTrait[]
}

/**
 * What a text that holds `${` means, or `null` if it is a template like any other. `at` is the time of the event, in
 * milliseconds since the epoch, where a name holds a date. Time is bounded, whatever the text.
 */
export function readText(text: string, at = 0): Reading | null {
  if (isSimple(text)) return null
  const evaluating = evaluatingOnNewest(text, at)
  const once = evaluating.once()
  // A pass that changes nothing and looks nothing up does the same when it is repeated.
  const settled =
    once.error === null && once.jndi.length === 0 && (once.output === text || !once.output?.includes('${'))
  if (isTemplate(text, once) && settled) return null
  const message = settled ? once : evaluating.message()
  // What one pass leaves, the next may put together: `${lower:$}{j${lower:n}di:…} ${x}`.
  if (isTemplate(text, once) && isTemplate(text, message)) return null
  return (
    firing(text, message, at) ??
    firing(text, once, at) ??
    onOlder(text, at) ??
    dos(message) ??
    unclosed(text, at) ??
    unusable(text, message) ??
    suspicious(text, message, at)
  )
}

/**
 * Whether all that can come of a text is seen without evaluating it, and is nothing: no variable in another, no brace and no
 * `$` of which a further pass could make one, no letters of a lookup, and nothing that stands for the message itself.
 */
function isSimple(text: string): boolean {
  if (/jnd|base64:|event:/i.test(text)) return false
  let isOpen = false
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x7d) isOpen = false
    else if (code === 0x7b) return false
    else if (code === 0x24) {
      const next = text.charCodeAt(i + 1)
      if (next === 0x24 || (next === 0x7b && isOpen)) return false
      if (next !== 0x7b) continue
      isOpen = true
      i++
    }
  }
  // One that is not closed may have been cut off in the middle of anything.
  return !isOpen
}

/** Configurations name resources of their own application, in plain letters: `${jndi:java:comp/env/name}`. */
function isTemplate(text: string, { jndi, error }: Evaluation): boolean {
  if (error !== null || isDisguised(text)) return false
  if (jndi.length > 0) return jndi.every((name) => name.startsWith('java:'))
  return !/jnd[iı\u0130]/i.test(text) && !text.includes('base64:') && !text.includes('${${')
}

function firing(text: string, message: Evaluation, at: number): Reading | null {
  const contacts = contactsIn(message.jndi)
  const [first] = contacts
  if (first === undefined) return null
  const counts = hasHost(first) ? asksSomebody : () => true
  const isAlike = isAlikeOnB(text, message)
  const bands = (['B', 'A'] as const).filter((band) => {
    const onBand = band === 'B' && isAlike ? message : evaluateOn(older[band], text, 'message', at)
    return contactsIn(onBand.jndi).some(counts)
  })
  const more = contacts.length > 1 ? `, and ${contacts.length - 1} more` : ''
  const refused = first.refused === null ? '' : `; there ${first.refused}`
  return {
    verdict: 'fires',
    because: `a vulnerable Log4j that logs it looks up ${first.name}${more}${refused}`,
    firesOn: [...bands, 'C' as const].sort(),
    contacts: contacts.slice(0, mostContacts),
    times: message.jndi.filter((name) => name === first.name).length,
    reads: message.reads,
    leaks: leaksOf(text, message, first.name, newest, at),
    traits: traitsOf(message),
  }
}

function traitsOf({ steps, error }: Evaluation): readonly AttackTrait[] {
  const hasDefault = steps.some(({ by, name, depth }) => by === 'default' && depth === 0 && /^jndi:/i.test(name))
  return [
    ...(hasDefault ? (['laundering'] as const) : []),
    ...(error === 'illegal-argument' ? (['suppression'] as const) : []),
  ]
}

/** What the newest vulnerable release does not look up, an older one may. */
function onOlder(text: string, at: number): Reading | null {
  if (!/jndi/i.test(text)) return null
  const fires = (['B', 'A'] as const).flatMap((band: OlderRelease) => {
    const message = evaluateOn(older[band], text, 'message', at)
    const contact = contactsIn(message.jndi).find(asksSomebody)
    return contact === undefined ? [] : [{ band, message, contact }]
  })
  const [first] = fires
  if (first === undefined) return null
  const { band, message, contact } = first
  return {
    verdict: 'fires',
    because: `Log4j ${bandOfRelease(band)} looks up ${contact.name}`,
    firesOn: fires.map((each) => each.band).sort(),
    contacts: [contact],
    times: message.jndi.filter((name) => name === contact.name).length,
    reads: message.reads,
    leaks: leaksOf(text, message, contact.name, older[band], at),
    traits: traitsOf(message),
  }
}

function dos(message: Evaluation): Reading | null {
  if (message.error !== 'cycle' && message.error !== 'depth') return null
  const how =
    message.error === 'cycle' ? 'it refers to itself' : 'it is nested deeper than a thread of a JVM can follow'
  return { ...nothing(message), verdict: 'dos', because: `${how}: Log4j loses the event, or a thread of it` }
}

/** A text that was cut off, or never closed: read as if it were closed where it ends. */
function unclosed(text: string, at: number): Reading | null {
  const open = openCount(text)
  if (open === 0) return null
  for (const end of endsOf(text)) {
    for (const braces of new Set([Math.min(open, mostBraces), 1])) {
      const message = evaluateOn(newest, text.slice(0, end) + '}'.repeat(braces), 'message', at)
      const name = message.jndi[0]
      if (name === undefined || (name.startsWith('java:') && !isDisguised(text) && end === text.length)) continue
      const reading = attempt('it is not closed, and what is not closed Log4j leaves as it is', name, message)
      return { ...reading, traits: ['truncated'] }
    }
  }
  return null
}

const mostBraces = 64
/** Names of one text that are told each; a text with more says nothing new. */
const mostContacts = 16

/** Where a payload that is not closed may end: at the quote or blank of the record around it, or with the record. */
function endsOf(text: string): readonly number[] {
  const stop = text.search(/["\s<>\\]/)
  return stop > 0 ? [stop, text.length] : [text.length]
}

function openCount(text: string): number {
  let open = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x24 && text.charCodeAt(i + 1) === 0x7b) open++
    else if (code === 0x7d && open > 0) open--
  }
  return open
}

/** It is looked up, and no JVM has a provider for it. */
function unusable(text: string, message: Evaluation): Reading | null {
  const name = message.jndi[0]
  if (name === undefined || (name.startsWith('java:') && !isDisguised(text))) return null
  return attempt(`it looks up ${name}, but ${contactOf(name).refused ?? 'no JVM asks anybody for it'}`, name, message)
}

/** Nothing comes out as a lookup, yet it is plain what was meant. */
function suspicious(text: string, message: Evaluation, at: number): Reading | null {
  const meant = text.replace(/\$\{base64:([A-Za-z0-9+/_=-]{2,4000})\}/gi, (_all, token: string) => utf8Of(token))
  if (meant !== text && /jnd[iı\u0130]/i.test(collapsed(meant))) {
    const { jndi } = evaluateOn(newest, meant, 'message', at)
    return attempt('Log4j has no lookup of the name base64', jndi[0] ?? null, message)
  }
  const [escaped] = text.includes('$${')
    ? contactsIn(evaluateOn(newest, text.replaceAll('$${', '${'), 'message', at).jndi)
    : []
  if (escaped !== undefined) {
    return attempt(
      'it is escaped, and fires only where another ${ stands before it in the message',
      escaped.name,
      message,
    )
  }
  const [, letters] = /(jnd[iı\u0130])\s{0,8}:/i.exec(collapsed(text)) ?? []
  if (letters === undefined) return null
  const looksLike = /[ı\u0130]/.test(letters)
  return attempt(
    looksLike ? `${letters} is not jndi, though it looks like it` : 'it does not come out as a lookup',
    null,
    message,
  )
}

function attempt(because: string, name: string | null, evaluation: Evaluation): Reading {
  return { ...nothing(evaluation), because, contacts: name === null ? [] : [contactOf(name)] }
}

function nothing({ reads }: Evaluation): Reading {
  return { verdict: 'attempt', because: '', firesOn: [], contacts: [], times: 0, reads, leaks: [], traits: [] }
}

function utf8Of(token: string): string {
  return new TextDecoder().decode(bytesOfBase64(token))
}

/** How much a reading explains: a name with a host beyond this machine most, then any that fires, then why none does. */
export function weightOf({ verdict, contacts, traits }: Reading): number {
  const host = contacts.some(hasHost)
  if (verdict === 'fires') return host ? mostWeight : 4
  if (verdict === 'dos') return 3
  return traits.includes('truncated') && host ? 2 : 1
}

export const mostWeight = 5
