/**
 * What a record witnesses of somebody who went out: a name was asked for, or a connection made. Formats of resolvers,
 * firewalls, proxies and sensors say so (`ReadRecord.saw`); whoever joins attempts with what came of them looks for it.
 */
export type Outgoing =
  | {
      readonly is: 'dns-query'
      /** As it was asked for, in whatever case, without the dot of the root. */
      readonly name: string
      /** The address of whoever asked; `null` if the record does not say. */
      readonly by: string | null
      /** Addresses that it was answered with, where the record says. */
      readonly answers?: readonly string[]
      /** Set where it is of a `fireline catch`, which knows its own tokens: whether there was one in the name. */
      readonly isOurs?: boolean
    }
  /** What a name was answered with; whoever asked has a record of its own. */
  | { readonly is: 'dns-answer'; readonly name: string; readonly answers: readonly string[] }
  | {
      readonly is: 'connection'
      /** The address that was connected to; `null` if the record has only its name. */
      readonly to: string | null
      /** Its name, from SNI, a `Host` header or the record; `null` if the record has only its address. */
      readonly name: string | null
      readonly port: number | null
      /** The address of whoever connected; `null` if the record does not say. */
      readonly by: string | null
      /** In the record's own word, in lower case: `tcp`, `http`, `tls`, `ldap`, `rmi`. */
      readonly protocol: string | null
      /** What was asked for over it, where the record says: a distinguished name, a name of RMI, a path. */
      readonly asked?: string
      /** Set where it is of a `fireline catch`, which knows its own tokens: whether there was one in what was asked for. */
      readonly isOurs?: boolean
    }
