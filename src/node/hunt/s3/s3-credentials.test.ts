import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { s3Access } from './s3-credentials.ts'

const folder = mkdtempSync(join(tmpdir(), 'fireline-aws-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const [credentials, config] = [join(folder, 'credentials'), join(folder, 'config')]
writeFileSync(
  credentials,
  '# of AWS\n[default]\naws_access_key_id = A\naws_secret_access_key=s=1\n\n[ other ]\r\nAWS_ACCESS_KEY_ID=B\r\naws_secret_access_key = s2\r\naws_session_token = t\r\n',
)
writeFileSync(
  config,
  '[default]\nregion = eu-west-1\n[profile other]\nregion=eu-central-1\n[profile own]\naws_access_key_id=C\naws_secret_access_key=s3\n',
)
const files = { AWS_SHARED_CREDENTIALS_FILE: credentials, AWS_CONFIG_FILE: config }
const nowhere = { AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'), AWS_CONFIG_FILE: join(folder, 'none') }

test('the environment counts before files', () => {
  const env = { ...files, AWS_ACCESS_KEY_ID: 'E', AWS_SECRET_ACCESS_KEY: 's', AWS_REGION: 'us-west-2' }

  expect(s3Access(env)).toEqual({
    keys: { accessKeyId: 'E', secretAccessKey: 's', sessionToken: null },
    region: 'us-west-2',
  })
})

test.each([
  ['default', {}, 'A', 's=1', null, 'eu-west-1'],
  ['another', { AWS_PROFILE: 'other' }, 'B', 's2', 't', 'eu-central-1'],
  ['one of the other file', { AWS_PROFILE: 'own' }, 'C', 's3', null, 'us-east-1'],
])('the profile: %s', (_case, env, accessKeyId, secretAccessKey, sessionToken, region) => {
  expect(s3Access({ ...files, ...env })).toEqual({ keys: { accessKeyId, secretAccessKey, sessionToken }, region })
})

test('half a pair of keys is none, and no file is no credentials', () => {
  expect(s3Access({ ...nowhere, AWS_ACCESS_KEY_ID: 'E' })).toEqual({ keys: null, region: 'us-east-1' })
})
