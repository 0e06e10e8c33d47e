import { type ExposureFinding, rungMeanings } from '../../core/index.ts'
import { webUri } from '../uri.ts'

/** One place of a web service that evaluates what a client sends, as a service with an endpoint. */
export function serviceEntry({ id, at, proof, title, severity, by, callback }: ExposureFinding, ref: string) {
  const properties = {
    id,
    title,
    point: `${at.point.kind} ${at.point.name}`,
    proof: `${proof}: ${rungMeanings[proof]}`,
    callback: `${callback.channel} from ${callback.from.address}`,
    severity,
    by,
  }
  return {
    'bom-ref': ref,
    name: at.url,
    endpoints: [webUri(at.url)],
    properties: Object.entries(properties).map(([name, value]) => ({ name: `fireline:${name}`, value })),
  }
}
