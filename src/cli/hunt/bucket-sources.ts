import {
  bucketPlaceOf,
  type Hunt,
  type HuntOptions,
  huntBucket,
  s3Access,
  s3EndpointUnknown,
} from '../../node/index.ts'
import type { Io } from '../io.ts'
import { flagOption, optionInvalid, type RawOptions, textOption } from '../options.ts'

/** A hunt in buckets, if that was asked for; `null`: it was not. Throws OPTION_INVALID, S3_ENDPOINT_UNKNOWN. */
export function bucketHuntOf(
  paths: readonly string[],
  options: RawOptions,
  settings: HuntOptions,
  io: Io,
): Hunt | null {
  const named = textOption(options, 's3-endpoint')
  const isAnonymous = flagOption(options, 's3-anonymous')
  if (!paths.some((path) => path.startsWith('s3://'))) {
    if (named !== null) throw optionInvalid('s3-endpoint', named, 'of use without s3://BUCKET')
    return null
  }
  const follows = ['follow', 'from-end'].find((name) => flagOption(options, name))
  if (follows !== undefined) throw optionInvalid(follows, '(given)', 'of use with buckets')
  const places = paths.map((path) => {
    const place = bucketPlaceOf(path)
    if (place === null) throw optionInvalid('s3-endpoint', path, 'a bucket; hunt in buckets and in paths by themselves')
    return place
  })
  const said = named ?? io.env['AWS_ENDPOINT_URL_S3'] ?? io.env['AWS_ENDPOINT_URL'] ?? null
  if (said === null) throw s3EndpointUnknown()
  const endpoint = URL.canParse(said) ? new URL(said) : null
  if (endpoint === null || !/^https?:$/.test(endpoint.protocol) || endpoint.search !== '' || endpoint.username !== '') {
    throw optionInvalid('s3-endpoint', said, 'a URL, such as https://s3.eu-central-1.amazonaws.com')
  }
  const { keys, region } = s3Access(io.env)
  const access = { keys: isAnonymous ? null : keys, region: textOption(options, 's3-region') ?? region }
  return huntBucket({ places, endpoint, ...access }, settings)
}
