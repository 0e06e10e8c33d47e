import { chainsaw } from './chainsaw.ts'
import { dataSource } from './data-source.ts'
import { jdbcAppender } from './jdbc-appender.ts'
import { jmsAppender } from './jms-appender.ts'
import { jmsSink } from './jms-sink.ts'
import { jndiLookup } from './jndi-lookup.ts'
import type { Remedy } from './remedy.ts'
import { socketServer } from './socket-server.ts'

/** Every way in that can be taken away, Log4j 2's first. */
export const remedies: readonly Remedy[] = [
  jndiLookup,
  dataSource,
  jmsAppender,
  socketServer,
  jdbcAppender,
  jmsSink,
  chainsaw,
]
