import { readFileSync } from 'node:fs'
import Ajv from 'ajv'

function readJson(path: string): object {
  return JSON.parse(readFileSync(path, 'utf8')) as object
}

/** The official schema of SARIF 2.1.0 (OASIS), of draft 4. */
const ajv = new Ajv({ schemaId: 'id', meta: false, allErrors: true })
ajv.addMetaSchema(readJson('node_modules/ajv/lib/refs/json-schema-draft-04.json'))
export const validateSarif = ajv.compile(readJson('test/kit/sarif-2.1.0.schema.json'))
