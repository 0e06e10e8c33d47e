/** An object of a bucket, as a listing has it. */
export interface S3Object {
  readonly key: string
  readonly size: number
  /** With its quotes; `null` where the listing does not say. */
  readonly etag: string | null
}

/** One page of a listing. */
export interface ObjectPage {
  readonly objects: readonly S3Object[]
  /** What to ask for the next page with; `null`: this was the last. */
  readonly next: string | null
}

/**
 * Reads an answer to ListObjectsV2; `null` if it is none. Only what is asked for is looked at, in linear time.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export function readObjectPage(xml: string): ObjectPage | null {
  if (!xml.includes('<ListBucketResult')) return null
  const isEncoded = textIn(xml, 'EncodingType') === 'url'
  const decoded = (text: string): string => (isEncoded ? percentDecoded(text.replaceAll('+', ' ')) : text)
  const objects: S3Object[] = []
  for (const contents of elements(xml, 'Contents')) {
    const key = textIn(contents, 'Key')
    if (key === null) return null
    objects.push({ key: decoded(key), size: Number(textIn(contents, 'Size') ?? 0), etag: textIn(contents, 'ETag') })
  }
  const isTruncated = textIn(xml, 'IsTruncated') === 'true'
  return { objects, next: isTruncated ? textIn(xml, 'NextContinuationToken') : null }
}

/** The code and the message of an answer that says what went wrong: `AccessDenied: Access Denied`. */
export function readS3Error(xml: string): string | null {
  const code = textIn(xml, 'Code')
  if (code === null) return null
  const message = textIn(xml, 'Message')
  return message === null || message === '' ? code : `${code}: ${message}`
}

function* elements(xml: string, name: string): Generator<string, void, undefined> {
  const [open, close] = [`<${name}>`, `</${name}>`]
  for (let at = xml.indexOf(open); at >= 0; ) {
    const end = xml.indexOf(close, at)
    if (end < 0) return
    yield xml.slice(at + open.length, end)
    at = xml.indexOf(open, end)
  }
}

function textIn(xml: string, name: string): string | null {
  const [first] = elements(xml, name)
  return first === undefined ? null : unescaped(first)
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescaped(text: string): string {
  return text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w{1,8}));/g, (whole, hex, decimal, name) => {
    if (typeof name === 'string') return entities[name] ?? whole
    const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
