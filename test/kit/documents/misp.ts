/**
 * What the MISP core format asks of an event (misp-standard-core, sections 2.2 to 2.4), as a JSON Schema of draft 7, with the
 * types that each category may have as MISP's describeTypes lists them, of those that we write.
 *
 * @see https://www.misp-standard.org/rfc/misp-standard-core.html
 */
import Ajv from 'ajv'

const text = { type: 'string', minLength: 1 }
const uuid = { type: 'string', format: 'uuid' }
const seconds = { type: 'string', pattern: '^[0-9]+$' }
const oneOf = (...values: readonly string[]) => ({ type: 'string', enum: values })
const struct = (properties: object, required: readonly string[]) => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
})

const typesOf: Readonly<Record<string, readonly string[]>> = {
  'Network activity': ['domain', 'ip-dst', 'ip-src', 'hostname', 'url', 'user-agent', 'text', 'comment', 'other'],
  'External analysis': ['vulnerability', 'text', 'comment', 'link', 'domain', 'ip-src', 'ip-dst', 'other'],
  'Internal reference': ['text', 'comment', 'link', 'other', 'hex'],
}

const attribute = {
  ...struct(
    {
      uuid,
      category: oneOf(...Object.keys(typesOf)),
      type: text,
      value: text,
      comment: { type: 'string' },
      to_ids: { type: 'boolean' },
      timestamp: seconds,
      distribution: oneOf('0', '1', '2', '3', '4', '5'),
      first_seen: { type: 'string', format: 'date-time' },
      last_seen: { type: 'string', format: 'date-time' },
    },
    ['uuid', 'category', 'type', 'value'],
  ),
  allOf: Object.entries(typesOf).map(([category, types]) => ({
    if: { properties: { category: { const: category } } },
    // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
    then: { properties: { type: { enum: types } } },
  })),
}

const event = struct(
  {
    uuid,
    info: text,
    date: { type: 'string', format: 'date' },
    timestamp: seconds,
    threat_level_id: oneOf('1', '2', '3', '4'),
    analysis: oneOf('0', '1', '2'),
    distribution: oneOf('0', '1', '2', '3', '4'),
    published: { type: 'boolean' },
    Tag: { type: 'array', items: struct({ name: text }, ['name']) },
    Attribute: { type: 'array', items: attribute },
  },
  ['uuid', 'info', 'date', 'threat_level_id', 'analysis', 'distribution'],
)

export const validateMisp = new Ajv({ allErrors: true }).compile(struct({ Event: event }, ['Event']))
