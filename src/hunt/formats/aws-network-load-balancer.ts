import { readTime } from '../time/read-time.ts'
import { addressOf } from './address-of.ts'
import { type LogFormat, sayingNothing } from './format.ts'

/**
 * Access logs of Network Load Balancers, which have one record for each TLS connection. A client names the domain (SNI) and
 * the protocols that it prefers; both stand behind who connected.
 */
export const awsNetworkLoadBalancer: LogFormat = {
  id: 'aws-network-load-balancer',
  summary: 'access logs of AWS Network Load Balancers, of TLS connections: with the name that a client asked for',
  definedBy: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html',
  examples: {
    reads: [
      {
        record:
          'tls 2.0 2021-12-12T04:25:41 net/my-lb/c6e77e28c25b2234 g3d4b5e8bb8464cd 203.0.113.9:51341 10.0.0.5:443 5 2 98 246 - arn:aws:acm:us-east-2:671290407336:certificate/2a108f19-aded-46b0-8493-c63eb1ef4a99 - ECDHE-RSA-AES128-SHA tlsv12 - ${jndi:ldap://x.example/a} h2 h2 "h2","http/1.1" 2021-12-12T04:25:40',
        when: '2021-12-12T04:25:41Z',
        from: '203.0.113.9',
      },
      {
        record:
          'tls 1.0 2021-12-12T04:25:41 net/my-lb/c6e77e28c25b2234 g3d4b5e8bb8464cd [2001:db8::9]:51341 [2001:db8::5]:443 5 2 98 246 - arn:aws:acm:us-east-2:671290407336:certificate/2a108f19 - ECDHE-RSA-AES128-SHA tlsv12 - www.example.com - - -',
        when: '2021-12-12T04:25:41Z',
        from: '2001:db8::9',
      },
    ],
    refuses: [
      'tls 2.0 2021-12-12T04:25:41 net/my-lb/c6e77e28c25b2234 g3d4b5e8bb8464cd 203.0.113.9:51341 10.0.0.5:443',
      'tls 2.0 2021-12-12T04:25:41 hello',
    ],
  },
  read({ text }, { around }) {
    const head =
      /^tls \d{1,2}\.\d (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S{0,12}) net\/\S{1,300} \S{1,64} (\S{1,64}) \S{1,64}(?: -?\d{1,20}){4}(?: \S{1,300}){6} /.exec(
        text,
      )
    if (head === null) return null
    const [whole, time = '', client] = head
    return {
      ...sayingNothing,
      when: readTime(time, around),
      from: addressOf(client),
      fields: [
        { name: 'connection', value: whole },
        // With the protocols behind it, since a name that a client makes up may have blanks in it.
        { name: 'domain', value: text.slice(whole.length) },
      ],
    }
  },
}
