import { readFileSync } from 'node:fs'
import Ajv, { type ValidateFunction } from 'ajv'

export interface StixObject extends Readonly<Record<string, unknown>> {
  readonly type: string
  readonly id: string
}

/** Letters of any script, as names of domains have them; halves of surrogate pairs are none. */
const hostName = /^[\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63})*$/u

/**
 * The schemas of the OASIS Cyber Threat Intelligence committee for STIX 2.1 (BSD-3-Clause, Copyright OASIS Open), of the types
 * that we write, in one list and without their descriptions. They say 2020-12 and use nothing that draft 7 has not.
 *
 * @see https://github.com/oasis-open/cti-stix2-json-schemas
 */
const ajv = new Ajv({ allErrors: true, schemaId: '$id', formats: { 'idn-hostname': hostName } })
const idByType = new Map<string, string>()
for (const schema of JSON.parse(readFileSync('test/kit/stix-2.1.schemas.json', 'utf8')) as readonly {
  readonly $id: string
}[]) {
  ajv.addSchema(schema)
  idByType.set(schema.$id.replace(/^.*\/|\.json$/g, ''), schema.$id)
}

function validatorOf(type: string): ValidateFunction {
  const id = idByType.get(type)
  const validate = id === undefined ? undefined : ajv.getSchema(id)
  if (validate === undefined) throw new Error(`there is no schema of STIX for ${type}`)
  return validate
}

/** What is wrong with a bundle: against the schemas, and references that lead nowhere; empty if it is right. */
export function stixFaults(bundle: { readonly objects: readonly StixObject[] }): readonly string[] {
  const ids = new Set(bundle.objects.map(({ id }) => id))
  const faults = bundle.objects.flatMap((object) => {
    const validate = validatorOf(object.type)
    validate(object)
    const wrong = (validate.errors ?? []).map(({ dataPath, message }) => `${object.type}${dataPath} ${String(message)}`)
    const refs = Object.entries(object).flatMap(([name, value]) => (/_refs?$/.test(name) ? [value].flat() : []))
    const lost = refs.filter((ref) => !ids.has(ref as string))
    return [...wrong, ...lost.map((ref) => `${object.type} refers to ${String(ref)}, which is not there`)]
  })
  return ids.size === bundle.objects.length ? faults : [...faults, 'an identifier occurs twice']
}
