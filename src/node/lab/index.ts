/** The lab: real services on loopback that log through real Log4j releases. */
export { type FetchOptions, fetchArtifacts } from './artifacts.ts'
export { labDirectory } from './lab-directory.ts'
export { findJdk, type Jdk } from './toolchain.ts'
