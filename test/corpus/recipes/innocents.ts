import type { AdvisoryId } from '../../../src/core/index.ts'
import { zipOf } from '../../kit/archives/zip.ts'
import { api, flawsOf1217, innocent, type Recipe } from '../recipe.ts'

const apache = 'org.apache.logging.log4j'

/** What is called Log4j, or is near it, and has none of the flaws of log4j-core; some have flaws of their own. */
const relatives: Readonly<Record<string, readonly AdvisoryId[]>> = {
  [api('2.14.1')]: ['CVE-2026-49844'],
  [api('2.26.1')]: [],
  [`${apache}:log4j-1.2-api:2.14.1`]: ['CVE-2026-34479'],
  [`${apache}:log4j-1.2-api:2.26.1`]: [],
  [`${apache}:log4j-layout-template-json:2.14.1`]: ['CVE-2026-34481'],
  [`${apache}:log4j-layout-template-json:2.26.1`]: [],
  [`${apache}:log4j-slf4j-impl:2.14.1`]: [],
  [`${apache}:log4j-to-slf4j:2.24.3`]: [],
  [`${apache}:log4j-web:2.14.1`]: [],
  [`${apache}:log4j-jul:2.14.1`]: [],
  [`${apache}:log4j-core:2.14.1:sources`]: [],
  [`${apache}:log4j-core:2.14.1:javadoc`]: [],
  'log4j:log4j:1.2.17': flawsOf1217,
  'ch.qos.reload4j:reload4j:1.2.18.0': ['CVE-2020-9488', 'CVE-2022-23302', 'CVE-2022-23305', 'CVE-2022-23307'],
  'ch.qos.reload4j:reload4j:1.2.25': [],
  'ch.qos.logback:logback-classic:1.2.3': ['CVE-2021-42550'],
  'ch.qos.logback:logback-core:1.2.3': ['CVE-2021-42550', 'CVE-2026-1225'],
  'ch.qos.logback:logback-classic:1.5.38': [],
  'ch.qos.logback:logback-core:1.5.38': [],
  'org.slf4j:slf4j-reload4j:1.7.36': [],
}

/** Libraries that many applications have; some have lookups, substitutors or JNDI of their own. */
const libraries: readonly string[] = [
  'org.springframework:spring-core:5.3.39',
  'org.springframework:spring-context:5.3.39',
  'org.springframework:spring-jcl:5.3.39',
  'org.apache.tomcat.embed:tomcat-embed-core:10.1.60',
  'org.apache.tomcat:tomcat-annotations-api:10.1.60',
  'javax.servlet:javax.servlet-api:3.1.0',
  'org.eclipse.jetty:jetty-server:9.4.57.v20241219',
  'org.eclipse.jetty:jetty-util:9.4.57.v20241219',
  'org.eclipse.jetty:jetty-http:9.4.57.v20241219',
  'org.eclipse.jetty:jetty-io:9.4.57.v20241219',
  'org.apache.commons:commons-lang3:3.16.0',
  'org.apache.commons:commons-text:1.9',
  'org.apache.commons:commons-configuration2:2.8.0',
  'org.apache.commons:commons-dbcp2:2.12.0',
  'org.apache.commons:commons-compress:1.27.1',
  'commons-logging:commons-logging:1.2',
  'commons-collections:commons-collections:3.2.2',
  'commons-io:commons-io:2.16.1',
  'com.google.guava:guava:33.3.1-jre',
  'io.netty:netty-common:4.1.114.Final',
  'com.fasterxml.jackson.core:jackson-databind:2.18.0',
  'org.hibernate:hibernate-core:5.6.15.Final',
  'org.slf4j:slf4j-api:1.7.36',
  'org.jboss.logging:jboss-logging:3.6.1.Final',
  'org.codehaus.groovy:groovy:3.0.22',
  'org.jetbrains.kotlin:kotlin-stdlib:2.1.0',
  'com.h2database:h2:2.2.224',
  'com.zaxxer:HikariCP:5.1.0',
  'com.mchange:c3p0:0.9.5.5',
  'org.quartz-scheduler:quartz:2.3.2',
  'org.postgresql:postgresql:42.7.4',
  'org.apache.activemq:activemq-client:5.16.3',
  'com.guardsquare:proguard-base:7.7.0',
  'org.eclipse.jdt:ecj:3.32.0',
]

const named = (coordinate: string): string => coordinate.split(':').slice(1).join('-')

/** Whom nobody may accuse. */
export const innocents: readonly Recipe[] = [
  ...Object.entries(relatives).map(
    ([coordinate, affected]): Recipe => ({
      id: `relative-${named(coordinate)}`,
      says: `says of ${coordinate} ${affected.length === 0 ? 'nothing bad' : `${affected.join(', ')}, and nothing else`}`,
      build: async (workshop) => [{ path: 'app.jar', content: await workshop.jar(coordinate) }],
      expected: { affected },
    }),
  ),
  ...libraries.map(
    (coordinate): Recipe => ({
      id: `innocent-${named(coordinate)}`,
      says: `finds nothing in ${coordinate}`,
      build: async (workshop) => [{ path: 'app.jar', content: await workshop.jar(coordinate) }],
      expected: innocent,
    }),
  ),
  {
    id: 'text-names',
    says: 'accuses no text that mentions class names, and no file that is merely called like a class or a jar',
    build: () => [
      {
        path: 'notes.txt',
        content: 'org/apache/logging/log4j/core/lookup/JndiLookup.class java:comp/env/\n'.repeat(50),
      },
      { path: 'JndiLookup.class', content: 'JndiLookup.class, removed by hand' },
      { path: 'log4j-core-2.14.1.jar', content: '' },
      { path: 'empty.zip', content: zipOf([]) },
      {
        path: 'names.jar',
        content: zipOf([{ name: 'org/apache/logging/log4j/core/lookup/JndiLookup.class', content: '' }]),
      },
    ],
    expected: innocent,
  },
  {
    id: 'no-jar',
    says: 'says that what is called .jar and is none could not be examined',
    build: () => [{ path: 'log4j-core-2.14.1.jar', content: 'This file was removed by the antivirus.\n' }],
    expected: { ...innocent, gaps: ['malformed'] },
  },
]
