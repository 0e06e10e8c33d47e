import type { CallbackChannel } from '../conversation.ts'
import { dns } from './dns.ts'
import { http } from './http.ts'
import { ldap } from './ldap.ts'
import { rmi } from './rmi.ts'
import { tls } from './tls.ts'

/** Every protocol that a TCP port tells by its first bytes. Their beginnings exclude each other. */
export const callbackChannels: readonly CallbackChannel[] = [dns, http, ldap, rmi, tls]
