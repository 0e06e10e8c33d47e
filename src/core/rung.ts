/**
 * The ladder of what a probe may say of one injection point, lowest first. Silence proves nothing: the rungs
 * below `name-evaluated` are never called vulnerable, and none is ever called safe.
 */
export const rungs = [
  'not-delivered',
  'no-callback',
  'name-resolved',
  'name-evaluated',
  'direct-query',
  'connected',
  'looked-up',
] as const

export type Rung = (typeof rungs)[number]

/** What each rung means, in the words of a report. */
export const rungMeanings: Readonly<Record<Rung, string>> = {
  'not-delivered': 'the probe did not reach the application',
  'no-callback': 'delivered, and nothing was observed',
  'name-resolved': 'a resolver asked for the name; a URL scanner could have done that too',
  'name-evaluated': 'a name was asked for that only evaluation of the lookup can produce',
  'direct-query': 'the target itself asked our listener, as only a JNDI lookup does',
  connected: 'an LDAP or RMI connection came from the lookup',
  'looked-up': 'the LDAP search or RMI lookup named our token',
}

export function isHigher(a: Rung, b: Rung): boolean {
  return rungs.indexOf(a) > rungs.indexOf(b)
}

/** Whether a rung proves that a lookup was evaluated. */
export function provesEvaluation(rung: Rung): boolean {
  return rungs.indexOf(rung) >= rungs.indexOf('name-evaluated')
}
