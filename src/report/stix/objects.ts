import { type Instant, showInstant } from '../../core/index.ts'
import { nameUuid } from '../name-uuid.ts'

/** Namespace of identifiers of STIX cyber-observable objects (STIX 2.1, section 2.9). */
const observableNamespace = '00abedb4-aa42-466c-9c01-fed23315a9b7'

/** Namespace of ours for everything else, so that the same run makes the same objects: a UUID made once by chance. */
const ourNamespace = '5f6ac8b0-6f0d-4a8e-9f2b-2c9e0b1d7a43'

/**
 * TLP:AMBER as STIX 2.1 defines it, identifier included (section 7.2.1.4): logs tell of those who were attacked, so
 * that a document made of them is not for everybody until somebody says so.
 */
export const tlpAmber = {
  type: 'marking-definition',
  spec_version: '2.1',
  id: 'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82',
  created: '2017-01-20T00:00:00.000Z',
  definition_type: 'tlp',
  name: 'TLP:AMBER',
  definition: { tlp: 'amber' },
} as const

export interface StixObject {
  readonly type: string
  readonly id: string
}

/** A cyber-observable object; its identifier follows from what makes it what it is. */
export function observable(type: string, contributing: Readonly<Record<string, string>>): StixObject {
  const id = `${type}--${nameUuid(observableNamespace, JSON.stringify(contributing))}`
  return { type, spec_version: '2.1', id, object_marking_refs: [tlpAmber.id], ...contributing } as StixObject
}

/** Makes domain and relationship objects of one run. */
export class StixMaker {
  readonly #created: string
  /** Who states what the objects say. */
  readonly author: StixObject

  /** @param startedAt when the run started, which is when its objects count as created */
  constructor(tool: string, startedAt: Instant) {
    this.#created = showInstant(startedAt)
    this.author = this.#object('identity', tool, { name: tool, identity_class: 'system' })
  }

  /** @param key what tells it apart from others of its type in this run */
  make(type: string, key: string, members: Readonly<Record<string, unknown>>): StixObject {
    return this.#object(type, key, { created_by_ref: this.author.id, object_marking_refs: [tlpAmber.id], ...members })
  }

  relate(from: StixObject, verb: 'indicates' | 'targets' | 'uses', to: StixObject): StixObject {
    return this.make('relationship', `${from.id} ${verb} ${to.id}`, {
      relationship_type: verb,
      source_ref: from.id,
      target_ref: to.id,
    })
  }

  /** An identifier that follows from the moment of the run, the type and the key. */
  idOf(type: string, key: string): string {
    return `${type}--${nameUuid(ourNamespace, JSON.stringify([this.#created, type, key]))}`
  }

  #object(type: string, key: string, members: Readonly<Record<string, unknown>>): StixObject {
    const created = this.#created
    return { type, spec_version: '2.1', id: this.idOf(type, key), created, modified: created, ...members } as StixObject
  }
}
