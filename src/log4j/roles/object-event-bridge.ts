import type { ClassFile } from '../class-file/class-file.ts'
import { callsMethod, type Role } from './role.ts'

const wrap = '(Ljava/io/InputStream;)Ljava/io/ObjectInputStream;'

/** Reads events that come as serialized objects, for the socket servers. */
export const objectEventBridge: Role = {
  id: 'object-event-bridge',
  title: 'ObjectInputStreamLogEventBridge',
  product: 'log4j-core',
  called: ['net/server/ObjectInputStreamLogEventBridge'],
  anchors: [wrap],
  recognises: (candidate) =>
    candidate.superName !== 'java/lang/Object' &&
    callsMethod(candidate, 'java/io/ObjectInputStream.readObject') &&
    takes(candidate, wrap) &&
    candidate.methods.some(({ descriptor }) => /^\(Ljava\/io\/ObjectInputStream;L(?!java)[^;]+;\)V$/.test(descriptor)),
  features: [
    {
      id: 'filters-classes',
      shows: 'reads objects of allowed classes only',
      isIn: (candidate) => !callsMethod(candidate, 'java/io/ObjectInputStream.<init>'),
    },
  ],
}

function takes({ methods }: ClassFile, wanted: string): boolean {
  return methods.some(({ descriptor }) => descriptor === wanted)
}
