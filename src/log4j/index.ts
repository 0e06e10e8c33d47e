/**
 * log4j: what is known about Log4j, its releases, its flaws and its mitigations, and how to recognise it from bytes.
 * It opens no archive and no file, and is the only room that judges a component.
 */
export type {
  ClassSighting,
  ConfigurationSighting,
  Judgement,
  MetadataSighting,
  Specimen,
} from './specimen.ts'
