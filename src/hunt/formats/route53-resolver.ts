import { readTime } from '../time/read-time.ts'
import { answered } from './answered.ts'
import { type LogFormat, sayingNothing } from './format.ts'
import { collectedFields } from './json-lines.ts'
import { memberOf, textAt } from './members.ts'
import { nameAsked } from './name-asked.ts'

/** Queries of the resolver in an AWS VPC, one JSON object a line. */
export const route53Resolver: LogFormat = {
  id: 'route53-resolver',
  summary: 'queries of the Route 53 resolver in a VPC: who asked for which name, and what was answered',
  definedBy: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs-format.html',
  witnesses: ['"query_name"'],
  examples: {
    reads: [
      {
        record:
          '{"version":"1.100000","account_id":"123456789010","region":"eu-central-1","vpc_id":"vpc-1","query_timestamp":"2021-12-10T12:43:12Z","query_name":"x.evil.example.","query_type":"A","query_class":"IN","rcode":"NOERROR","answers":[{"Rdata":"203.0.113.66","Type":"A","Class":"IN"}],"srcaddr":"10.0.0.5","srcport":"40000","transport":"UDP","srcids":{"instance":"i-1"}}',
        when: '2021-12-10T12:43:12Z',
        from: '10.0.0.5',
        saw: { is: 'dns-query', name: 'x.evil.example', by: '10.0.0.5', answers: ['203.0.113.66'] },
      },
    ],
    refuses: ['{"query_name":"x.evil.example."}', '{"query_timestamp":"2021-12-10T12:43:12Z","srcaddr":"10.0.0.5"}'],
  },
  read({ json }, { around }) {
    const [name, time, by] = [textAt(json, 'query_name'), textAt(json, 'query_timestamp'), textAt(json, 'srcaddr')]
    if (json === null || name === null || time === null || by === null) return null
    const answers = memberOf(json, 'answers')
    const data = Array.isArray(answers) ? answers.flatMap((each: unknown) => textAt(each, 'Rdata') ?? []) : []
    return {
      ...sayingNothing,
      when: readTime(time, around),
      from: by,
      saw: { is: 'dns-query', name: nameAsked(name), by, ...answered(data) },
      fields: collectedFields(json),
    }
  },
}
