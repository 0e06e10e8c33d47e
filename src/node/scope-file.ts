import { createPublicKey, verify } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { authorisationOf, readScopeFile, signedText } from '../contract/index.ts'
import { problem, type Scope } from '../core/index.ts'

export const scopeUnusable = problem('SCOPE_UNUSABLE', (path: string, why: string) => ({
  message: `the scope file ${path} cannot be used: ${why}`,
  hint: 'Correct it: {"grantedBy": "…", "hosts": ["…"], "cidrs": ["…"], "until": "2027-01-01T00:00:00Z"}.',
}))

export const scopeNotSigned = problem('SCOPE_NOT_SIGNED', (path: string, why: string) => ({
  message: `the scope file ${path} is not signed by the given key: ${why}`,
  hint: 'Have it signed again by whoever granted it, or leave --scope-key out if no signature is needed.',
}))

/** Reads a scope file, and checks its Ed25519 signature if a public key is given (PEM). Throws a Problem. */
export async function readScope(path: string, keyPath: string | null): Promise<Scope> {
  const text = await readText(path)
  const read = readScopeFile(text)
  if ('flaw' in read) throw scopeUnusable(path, read.flaw)
  if (keyPath !== null) {
    const { signature } = read.file
    if (signature === undefined) throw scopeNotSigned(path, 'it has no signature')
    const pem = await readText(keyPath)
    if (!isSignedBy(pem, signedText(text), signature, keyPath))
      throw scopeNotSigned(path, 'the signature does not match')
  }
  return { is: 'granted', by: authorisationOf(read.file) }
}

function isSignedBy(pem: string, text: string, signature: string, keyPath: string): boolean {
  try {
    return verify(null, Buffer.from(text, 'utf8'), createPublicKey(pem), Buffer.from(signature, 'base64'))
  } catch (error) {
    throw scopeUnusable(keyPath, error instanceof Error ? error.message : String(error))
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw scopeUnusable(path, error instanceof Error ? error.message : String(error))
  }
}
