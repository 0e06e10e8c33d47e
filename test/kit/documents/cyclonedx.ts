import { readFileSync } from 'node:fs'
import Ajv from 'ajv'

function readJson(path: string): object {
  return JSON.parse(readFileSync(`test/kit/${path}.schema.json`, 'utf8')) as object
}

/** The official schema of CycloneDX 1.6 (CycloneDX/specification, Apache-2.0) with those that it refers to. */
const ajv = new Ajv({ unknownFormats: 'ignore', allErrors: true, logger: false })
ajv.addSchema(readJson('spdx'), 'http://cyclonedx.org/schema/spdx.SNAPSHOT.schema.json')
ajv.addSchema(readJson('jsf-0.82'), 'http://cyclonedx.org/schema/jsf-0.82.SNAPSHOT.schema.json')
export const validateCyclonedx = ajv.compile(readJson('cyclonedx-1.6'))
