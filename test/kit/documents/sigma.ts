import Ajv from 'ajv'

/**
 * What the specification of Sigma rules 2.1 asks of a rule, as a JSON Schema of draft 7, with more of its optional members
 * demanded: those that a rule of ours always has.
 *
 * @see https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-rules-specification.md
 */
const text = { type: 'string', minLength: 2 }
const listOf = (items: object) => ({ type: 'array', minItems: 1, uniqueItems: true, items })
const values = listOf({ type: 'string' })

export const validateSigma = new Ajv({ allErrors: true }).compile({
  type: 'object',
  additionalProperties: false,
  required: ['title', 'id', 'status', 'description', 'date', 'tags', 'logsource', 'detection', 'level'],
  properties: {
    title: { type: 'string', minLength: 1, maxLength: 256 },
    id: { type: 'string', format: 'uuid' },
    status: { enum: ['stable', 'test', 'experimental', 'deprecated', 'unsupported'] },
    description: { type: 'string', maxLength: 65_535 },
    references: listOf(text),
    author: text,
    date: { type: 'string', pattern: '^\\d{4}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])$' },
    tags: listOf({ type: 'string', pattern: '^[a-z0-9_-]+\\.[a-z0-9._-]+$' }),
    logsource: {
      type: 'object',
      additionalProperties: false,
      minProperties: 1,
      properties: { category: text, product: text, service: text },
    },
    detection: {
      type: 'object',
      required: ['condition'],
      minProperties: 2,
      properties: { condition: text },
      additionalProperties: {
        anyOf: [values, { type: 'object', minProperties: 1, additionalProperties: values }],
      },
    },
    falsepositives: listOf(text),
    level: { enum: ['informational', 'low', 'medium', 'high', 'critical'] },
  },
})
