import type { ClassFile } from '../class-file/class-file.ts'
import { callsMethod, type Role } from './role.ts'

const wrap = '(Ljava/io/InputStream;)Ljava/io/ObjectInputStream;'
/** Made by the compiler, because it is a kind of stream where its parent says any. */
const wrapAny = '(Ljava/io/InputStream;)Ljava/io/InputStream;'
/** It does nothing else; a class with more is somebody's collection of ways to read. */
const mostMethods = 12

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
    candidate.methods.length <= mostMethods &&
    takes(candidate, wrap) &&
    takes(candidate, wrapAny) &&
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
