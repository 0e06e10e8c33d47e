/**
 * log4j: what is known about Log4j, its releases, its flaws and its mitigations, and how to recognise it from bytes.
 * It opens no archive and no file, and is the only room that judges a component.
 */
export { advisories } from './advisories/index.ts'
export { type ClassFile, type Member, readClassFile } from './class-file/class-file.ts'
export { readConfiguration } from './configuration/read-configuration.ts'
export { judgeDeclared } from './declared.ts'
export { isKnownClass, productsOfClass, releaseOfJar } from './fingerprints/fingerprints.ts'
export { decisiveNames, interestIn } from './interest.ts'
export { judge } from './judge/judge.ts'
export { type Update, updatesOf } from './judge/updates.ts'
export { readMetadata } from './metadata.ts'
export { productOf, products, purlOf } from './product.ts'
export { recogniseClass } from './recognise-class.ts'
export { recogniseStated } from './recognise-stated.ts'
export { mayBeRenamed, productHintedBy, productToldBy } from './renamed.ts'
export { roleOf } from './roles/index.ts'
export type {
  ClassSighting,
  ConfigurationSighting,
  Judgement,
  MetadataSighting,
  Specimen,
} from './specimen.ts'
export { type Stranger, Strangers, strangerAt } from './stranger.ts'
