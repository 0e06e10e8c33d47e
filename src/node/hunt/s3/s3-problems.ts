import { problem } from '../../../core/index.ts'

export const s3EndpointUnknown = problem('S3_ENDPOINT_UNKNOWN', () => ({
  message: 'it was not said which server has the bucket',
  hint: 'Give --s3-endpoint https://s3.eu-central-1.amazonaws.com, or whatever the server is; AWS_ENDPOINT_URL_S3 does it too.',
}))

export const s3Refused = problem('S3_REFUSED', (place: string, said: string) => ({
  message: `${place} cannot be listed: ${said}`,
  hint: 'Check the name, the region and the credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE; the right s3:ListBucket is needed.',
}))

export const s3Unreachable = problem('S3_UNREACHABLE', (endpoint: string, why: string) => ({
  message: `${endpoint} cannot be reached: ${why}`,
  hint: 'Check the address, the port and whether it is http or https.',
}))
