import type { ClassFile } from '../class-file/class-file.ts'
import { hasLiterals, hasOneOf, literalFeature, type Role } from './role.ts'

/**
 * The lookup behind `${jndi:…}`, from 2.0-beta9 on. Until 2.0.2 it asks an InitialContext itself, later a JndiManager.
 * Removing it from the jar was Apache's mitigation for releases that could not be updated.
 *
 * @see https://logging.apache.org/security.html#CVE-2021-44228
 */
export const jndiLookup: Role = {
  id: 'jndi-lookup',
  title: 'JndiLookup',
  product: 'log4j-core',
  called: ['lookup/JndiLookup'],
  anchors: ['java:comp/env/', 'JNDI is not supported'],
  recognises: (candidate) => isLookup(candidate) && (isOld(candidate) || isLater(candidate) || isDisabled(candidate)),
  features: [
    literalFeature(
      'jndi-lookup-switch',
      'works only where log4j2.enableJndiLookup is set',
      'JNDI must be enabled by setting log4j2.enableJndiLookup=true',
    ),
    literalFeature('jndi-not-supported', 'refuses every lookup', 'JNDI is not supported'),
  ],
}

/** 2.0-beta9 to 2.0.2: no message of its own; so also what it is annotated with, or that it is nothing else. */
function isOld(candidate: ClassFile): boolean {
  if (!hasLiterals(candidate, 'java:comp/env/') || !candidate.mentions.has('javax/naming/InitialContext')) return false
  return isPluginNamed(candidate, 'jndi') || isNothingElse(candidate)
}

/** 2.1 and later. */
function isLater(candidate: ClassFile): boolean {
  return hasLiterals(candidate, 'java:comp/env/', 'Error looking up JNDI resource [{}].')
}

/** 2.12.2 has one that refuses. */
function isDisabled(candidate: ClassFile): boolean {
  return hasLiterals(candidate, 'JNDI is not supported', 'Attempt to use JNDI Lookup')
}

/** It is a StrLookup: it has a method that takes an event and a key and answers a text. */
function isLookup({ superName, interfaces, methods }: ClassFile): boolean {
  if (superName === 'java/lang/Object' && interfaces.length === 0) return false
  return methods.some(({ descriptor }) => /^\(L[^;]+;Ljava\/lang\/String;\)Ljava\/lang\/String;$/.test(descriptor))
}

function isPluginNamed({ annotations }: ClassFile, name: string): boolean {
  return annotations.some(({ texts }) => texts.includes(name) && texts.includes('Lookup'))
}

const accSynthetic = 0x1000

/**
 * Two ways to look up, one to complete a name, one interface: a class of one's own that does more is not taken for it. What
 * tools for measuring put into a class (JaCoCo: a synthetic method, and the name of the class) does not count.
 */
function isNothingElse(candidate: ClassFile): boolean {
  const { name: own, methods, interfaces, superName, literals } = candidate
  const work = methods.filter(
    ({ name, accessFlags }) => name !== '<init>' && name !== '<clinit>' && (accessFlags & accSynthetic) === 0,
  )
  const plain = work.filter(({ descriptor }) => descriptor === '(Ljava/lang/String;)Ljava/lang/String;')
  return (
    superName === 'java/lang/Object' &&
    interfaces.length === 1 &&
    work.length === 3 &&
    plain.length === 2 &&
    [...literals].filter((literal) => literal !== own).length === 1 &&
    !hasOneOf(candidate, 'java.naming.factory.initial')
  )
}
