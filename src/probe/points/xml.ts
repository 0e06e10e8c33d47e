import type { InjectionPoint } from '../point.ts'
import { withBody } from './body.ts'

const close = '</request>'

/** Texts and an attribute of a posted XML document. No DTD, no entity: nothing that an XML parser would fetch. */
export const xml: InjectionPoint = {
  id: 'xml',
  summary: 'texts and attributes of a posted XML document',
  profile: 'standard',

  places: () => [
    place('text name', (payload) => `<name>${payload}</name>`),
    place('text username', (payload) => `<username>${payload}</username>`),
    place('attribute id', (payload) => `<item id="${payload}"/>`),
  ],
}

function place(name: string, element: (escaped: string) => string): ReturnType<InjectionPoint['places']>[number] {
  return {
    point: { kind: 'xml', name },
    shape: 'post-xml',
    fill: (request, payload) =>
      withBody(request, 'application/xml', (before) => {
        const document = before ?? `<?xml version="1.0" encoding="UTF-8"?><request>${close}`
        return `${document.slice(0, -close.length)}${element(escapeXml(payload))}${close}`
      }),
  }
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
