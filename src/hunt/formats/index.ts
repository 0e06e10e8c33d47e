import { apacheError } from './apache-error.ts'
import { application } from './application.ts'
import { awsLoadBalancer } from './aws-load-balancer.ts'
import { awsNetworkLoadBalancer } from './aws-network-load-balancer.ts'
import { bindQueries } from './bind-queries.ts'
import { cef } from './cef.ts'
import { ciscoAsa } from './cisco-asa.ts'
import { cloudfront } from './cloudfront.ts'
import { cloudtrail } from './cloudtrail.ts'
import { combined } from './combined.ts'
import { coredns } from './coredns.ts'
import { dnsmasq } from './dnsmasq.ts'
import { dockerJson } from './docker-json.ts'
import { envoy } from './envoy.ts'
import { filterlog } from './filterlog.ts'
import { firelineCatch } from './fireline-catch.ts'
import type { LogFormat } from './format.ts'
import { fortigate } from './fortigate.ts'
import { haproxy } from './haproxy.ts'
import { journaldExport } from './journald-export.ts'
import { journaldJson } from './journald-json.ts'
import { jsonLines } from './json-lines.ts'
import { kubernetes } from './kubernetes.ts'
import { kubernetesAudit } from './kubernetes-audit.ts'
import { leef } from './leef.ts'
import { modsecurityAudit } from './modsecurity-audit.ts'
import { netfilter } from './netfilter.ts'
import { nginxError } from './nginx-error.ts'
import { paloAlto } from './palo-alto.ts'
import { plain } from './plain.ts'
import { route53Resolver } from './route53-resolver.ts'
import { s3Access } from './s3-access.ts'
import { squid } from './squid.ts'
import { suricataEve } from './suricata-eve.ts'
import { syslogRfc3164 } from './syslog-rfc3164.ts'
import { syslogRfc5424 } from './syslog-rfc5424.ts'
import { tomcat } from './tomcat.ts'
import { unbound } from './unbound.ts'
import { vpcFlow } from './vpc-flow.ts'
import { w3cExtended } from './w3c-extended.ts'
import { windowsDns } from './windows-dns.ts'
import { windowsEventXml } from './windows-event-xml.ts'
import { zeekJson } from './zeek-json.ts'
import { zeekTsv } from './zeek-tsv.ts'

/**
 * Every log format, in the order in which they are asked whether a record is theirs. No two read the same record, but for
 * the last two, which read much, or anything, that is others'.
 */
export const logFormats: readonly LogFormat[] = [
  combined,
  kubernetes,
  dockerJson,
  ciscoAsa,
  cef,
  leef,
  syslogRfc3164,
  syslogRfc5424,
  awsLoadBalancer,
  awsNetworkLoadBalancer,
  s3Access,
  cloudfront,
  envoy,
  haproxy,
  nginxError,
  apacheError,
  tomcat,
  application,
  squid,
  bindQueries,
  dnsmasq,
  unbound,
  windowsDns,
  coredns,
  netfilter,
  filterlog,
  fortigate,
  paloAlto,
  vpcFlow,
  w3cExtended,
  zeekTsv,
  zeekJson,
  suricataEve,
  route53Resolver,
  firelineCatch,
  cloudtrail,
  kubernetesAudit,
  journaldJson,
  journaldExport,
  windowsEventXml,
  modsecurityAudit,
  jsonLines,
  plain,
]
