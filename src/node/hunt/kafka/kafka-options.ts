export const saslMechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const

/** How a client says who it is. */
export interface KafkaSasl {
  readonly mechanism: (typeof saslMechanisms)[number]
  readonly username: string
  readonly password: string
}

/** PEM texts; `null`: those that the system trusts, or none. */
export interface KafkaTls {
  readonly ca: string | null
  readonly cert: string | null
  readonly key: string | null
}

/** Where messages are. */
export interface KafkaPlace {
  /** `host:port` */
  readonly brokers: readonly string[]
  readonly topics: readonly string[]
  readonly group: string
}

export interface KafkaRequest extends KafkaPlace {
  /** Where the group has no offset yet: from the first message that is kept, instead of from now on. */
  readonly fromBeginning: boolean
  readonly tls: KafkaTls | null
  readonly sasl: KafkaSasl | null
  /** Called when this member has got its partitions, each time: `logs/0`. */
  readonly onAssigned?: (partitions: readonly string[]) => void
}

/** `kafka://a:9092,b:9092/topic,other?group=name`; the group is `fireline` where none is named. `null` if it is none. */
export function kafkaPlaceOf(word: string): KafkaPlace | null {
  const [, hosts = '', names = '', group = 'fireline'] =
    /^kafka:\/\/([^/?]{1,2000})\/([a-zA-Z0-9._,-]{1,2000})(?:\?group=([^&?#]{1,255}))?$/.exec(word) ?? []
  const brokers = hosts.split(',').map((host) => (/:\d{1,5}$/.test(host) ? host : `${host}:9092`))
  const topics = names.split(',').filter((name) => name !== '')
  return hosts === '' || hosts.includes('@') || topics.length === 0 ? null : { brokers, topics, group }
}
