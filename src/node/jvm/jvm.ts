import type { Instant } from '../../core/index.ts'
import type { JvmLaunch } from '../../scan/index.ts'

/** A jar or a folder of classes that a JVM has open, or would load from. */
export interface JvmPart {
  /** As the process sees it; in another mount namespace that is not our path. */
  readonly path: string
  /** Where it is to be opened by us: the path, or by way of `/proc/PID/root` or `/proc/PID/fd`. */
  readonly readFrom: string
  readonly kind: 'file' | 'folder'
  /**
   * `deleted` and `replaced`: what runs is not what lies on disk any more, so a jar that was mended since has not
   * mended this process.
   */
  readonly state: 'on-disk' | 'deleted' | 'replaced'
  /** Open, mapped, or named by the class path. */
  readonly via: 'fd' | 'maps' | 'class-path'
}

/** A running JVM. */
export interface Jvm {
  readonly pid: number
  readonly launch: JvmLaunch
  readonly parts: readonly JvmPart[]
  /** Number of the user whose rights it has; `null` if the system does not say. */
  readonly uid: number | null
  readonly startedAt: Instant | null
  /** Whether it sees other files than we do: most likely a container. */
  readonly isElsewhere: boolean
}
