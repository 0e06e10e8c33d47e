import { hasLiterals, type Role } from './role.ts'

/** Reads objects of allowed classes only, for what reload4j has of sockets. Logback's allows no arrays. */
export const hardenedObjectInputStream: Role = {
  id: 'hardened-object-input-stream',
  title: 'HardenedObjectInputStream',
  product: 'reload4j',
  called: ['net/HardenedObjectInputStream'],
  anchors: ['[Ljava.lang'],
  recognises: (candidate) =>
    candidate.superName === 'java/io/ObjectInputStream' &&
    hasLiterals(candidate, '[Ljava.lang', 'java.util') &&
    hasLiterals(candidate, 'Unauthorized deserialization attempt'),
  features: [],
}
