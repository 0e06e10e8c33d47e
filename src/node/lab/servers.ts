/** A web server that the lab can put in front of Log4j. */
export interface LabServer {
  readonly name: LabServerName
  readonly summary: string
  /** The class in lab/services that starts it. */
  readonly mainClass: string
  /** What it needs beside Log4j, as coordinates of lab/artifacts.json. */
  readonly artifacts: readonly string[]
}

export type LabServerName = 'sun' | 'jetty' | 'tomcat'

const jetty = '9.4.57.v20241219'
const tomcat = '10.1.60'

/** The three kinds of server that treat a request most differently: what one refuses, another lets through. */
export const labServers: readonly LabServer[] = [
  { name: 'sun', summary: 'the HTTP server of the JDK', mainClass: 'SunService', artifacts: [] },
  {
    name: 'jetty',
    summary: `Jetty ${jetty}`,
    mainClass: 'JettyService',
    artifacts: [
      `org.eclipse.jetty:jetty-server:${jetty}`,
      `org.eclipse.jetty:jetty-http:${jetty}`,
      `org.eclipse.jetty:jetty-io:${jetty}`,
      `org.eclipse.jetty:jetty-util:${jetty}`,
      'javax.servlet:javax.servlet-api:3.1.0',
    ],
  },
  {
    name: 'tomcat',
    summary: `Tomcat ${tomcat}, embedded`,
    mainClass: 'TomcatService',
    artifacts: [
      `org.apache.tomcat.embed:tomcat-embed-core:${tomcat}`,
      `org.apache.tomcat:tomcat-annotations-api:${tomcat}`,
    ],
  },
]
