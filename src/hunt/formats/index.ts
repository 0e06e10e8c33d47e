import { bindQueries } from './bind-queries.ts'
import { combined } from './combined.ts'
import { dnsmasq } from './dnsmasq.ts'
import { firelineCatch } from './fireline-catch.ts'
import type { LogFormat } from './format.ts'
import { jsonLines } from './json-lines.ts'
import { netfilter } from './netfilter.ts'
import { plain } from './plain.ts'
import { squid } from './squid.ts'
import { unbound } from './unbound.ts'
import { windowsDns } from './windows-dns.ts'

/** Every log format, in the order in which they are asked whether a record is theirs; the last reads anything. */
export const logFormats: readonly LogFormat[] = [
  combined,
  bindQueries,
  dnsmasq,
  unbound,
  windowsDns,
  netfilter,
  squid,
  firelineCatch,
  jsonLines,
  plain,
]
