/**
 * What the OpenVEX specification 0.2.0 asks of a document (sections "Document struct" to "Status labels"), as a JSON
 * Schema of draft 7: its members, which of them must be there, and which belong to a status.
 *
 * @see https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md
 */
const iri = { type: 'string', format: 'uri' }
const moment = { type: 'string', format: 'date-time' }
const text = { type: 'string' }
const struct = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
})
const listOf = (items: object, minItems = 0) => ({ type: 'array', uniqueItems: true, minItems, items })
const whenStatus = (status: string, then: object) => ({ if: { properties: { status: { const: status } } }, then })

const identifiers = struct({ purl: text, cpe22: text, cpe23: text })
const subcomponent = { '@id': iri, identifiers, hashes: { type: 'object' } }
const product = { ...subcomponent, subcomponents: listOf(struct(subcomponent)) }

const statement = {
  ...struct(
    {
      '@id': iri,
      version: { type: 'integer', minimum: 1 },
      vulnerability: struct({ '@id': iri, name: text, description: text, aliases: listOf(text) }, ['name']),
      timestamp: moment,
      last_updated: moment,
      products: listOf(struct(product)),
      status: { enum: ['not_affected', 'affected', 'fixed', 'under_investigation'] },
      supplier: text,
      status_notes: text,
      justification: {
        enum: [
          'component_not_present',
          'vulnerable_code_not_present',
          'vulnerable_code_not_in_execute_path',
          'vulnerable_code_cannot_be_controlled_by_adversary',
          'inline_mitigations_already_exist',
        ],
      },
      impact_statement: text,
      action_statement: text,
      action_statement_timestamp: moment,
    },
    ['vulnerability', 'status'],
  ),
  allOf: [
    whenStatus('not_affected', { oneOf: [{ required: ['justification'] }, { required: ['impact_statement'] }] }),
    whenStatus('affected', { required: ['action_statement'] }),
  ],
}

export const openVexSchema = struct(
  {
    '@context': { const: 'https://openvex.dev/ns/v0.2.0' },
    '@id': iri,
    author: { ...text, minLength: 1 },
    role: text,
    timestamp: moment,
    last_updated: moment,
    version: { type: 'integer', minimum: 1 },
    tooling: text,
    statements: listOf(statement, 1),
  },
  ['@context', '@id', 'author', 'timestamp', 'version', 'statements'],
)
