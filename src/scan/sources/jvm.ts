/**
 * Running JVMs: what their command lines and Linux's /proc say of them. Reading /proc is the platform's part.
 */
export { type JvmLaunch, readLaunch } from './jvm/launch.ts'
export { manifestClassPath } from './jvm/manifest-class-path.ts'
export {
  bootSeconds,
  mappedFiles,
  partsByZero,
  readEnvironment,
  readStatus,
  startTicks,
  withoutMark,
} from './jvm/proc-text.ts'
