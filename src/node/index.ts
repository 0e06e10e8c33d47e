/**
 * node: the doors to the world: files, sockets, clock, chance, processes. Each implements an interface that a
 * floor below declares. It knows no command and prints nothing.
 */
export { systemClock } from './clock.ts'
export { readConfigFile } from './config-file.ts'
export { newScanNumber, sealWith } from './crypto.ts'
export * from './lab/index.ts'
export { compileJava, fetchArtifacts, findJdk, labDirectory } from './lab/index.ts'
export { packageRoot, packageVersion } from './package-root.ts'
export { runSelf } from './run-self.ts'
export { terminal } from './terminal.ts'
