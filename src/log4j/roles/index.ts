import { appenderRef } from './appender-ref.ts'
import { chainsawReceiver } from './chainsaw-receiver.ts'
import { chainsawSlurper } from './chainsaw-slurper.ts'
import { configurationStrSubstitutor } from './configuration-str-substitutor.ts'
import { dataSourceConnectionSource } from './data-source-connection-source.ts'
import { eventSocketServer } from './event-socket-server.ts'
import { hardenedObjectInputStream } from './hardened-object-input-stream.ts'
import { insertFromJndi } from './insert-from-jndi.ts'
import { interpolator } from './interpolator.ts'
import { jdbcAppender } from './jdbc-appender.ts'
import { jmsAppender } from './jms-appender.ts'
import { jmsSink } from './jms-sink.ts'
import { jndiConnectionSource } from './jndi-connection-source.ts'
import { jndiLookup } from './jndi-lookup.ts'
import { jndiManager } from './jndi-manager.ts'
import { jsonWriter } from './json-writer.ts'
import { log4j1XmlLayout } from './log4j1-xml-layout.ts'
import { logbackJndiUtil } from './logback-jndi-util.ts'
import { mapMessageJsonFormatter } from './map-message-json-formatter.ts'
import { messagePatternConverter } from './message-pattern-converter.ts'
import { objectEventBridge } from './object-event-bridge.ts'
import { objectEventServer } from './object-event-server.ts'
import { patternLayout } from './pattern-layout.ts'
import { reload4jJndiUtil } from './reload4j-jndi-util.ts'
import { rfc5424Layout } from './rfc5424-layout.ts'
import { rfc5424LayoutBuilder } from './rfc5424-layout-builder.ts'
import type { Role } from './role.ts'
import { sanitizingTransform } from './sanitizing-transform.ts'
import { smtpAppender } from './smtp-appender.ts'
import { smtpManager } from './smtp-manager.ts'
import { socketNode } from './socket-node.ts'
import { socketServer } from './socket-server.ts'
import { sslConfiguration } from './ssl-configuration.ts'
import { sslSocketManager } from './ssl-socket-manager.ts'
import { strSubstitutor } from './str-substitutor.ts'
import { xmlLayout } from './xml-layout.ts'
import { xmlSanitizingWriter } from './xml-sanitizing-writer.ts'

/** Every class that is known by its contents. The first that recognises a class has it. */
export const roles: readonly Role[] = [
  jndiLookup,
  jndiManager,
  dataSourceConnectionSource,
  strSubstitutor,
  configurationStrSubstitutor,
  interpolator,
  messagePatternConverter,
  patternLayout,
  objectEventServer,
  eventSocketServer,
  objectEventBridge,
  smtpManager,
  sslSocketManager,
  sslConfiguration,
  rfc5424Layout,
  rfc5424LayoutBuilder,
  xmlLayout,
  xmlSanitizingWriter,
  sanitizingTransform,
  log4j1XmlLayout,
  jsonWriter,
  mapMessageJsonFormatter,
  jmsAppender,
  jmsSink,
  jdbcAppender,
  socketServer,
  socketNode,
  chainsawReceiver,
  chainsawSlurper,
  smtpAppender,
  reload4jJndiUtil,
  hardenedObjectInputStream,
  jndiConnectionSource,
  logbackJndiUtil,
  insertFromJndi,
  appenderRef,
]

const byId: ReadonlyMap<string, Role> = new Map(roles.map((role) => [role.id, role]))

/** `undefined` if there is none of that id. */
export function roleOf(id: string): Role | undefined {
  return byId.get(id)
}
