/** What one file may cost, everything nested in it together. Whatever is reached becomes a gap. */
export interface ScanLimits {
  /** Archives in archives; compression counts as one. */
  readonly depth: number
  /** Entries of all archives together. */
  readonly entries: number
  /** Compressed streams that break off or make no sense, in all archives together: each holds memory for a while. */
  readonly damaged: number
  /** Uncompressed bytes that are looked at or passed over while inflating. */
  readonly inflatedBytes: number
  /** Uncompressed bytes for each byte of the file, once more than {@link ratioFloorBytes} came out. */
  readonly ratio: number
  readonly ratioFloorBytes: number
  /** What may be kept in memory at once; more goes to a temporary file. */
  readonly memoryBytes: number
  /** What may be kept in temporary files at once. */
  readonly spoolBytes: number
  readonly millis: number
}

export const defaultScanLimits: ScanLimits = {
  depth: 128,
  entries: 20_000_000,
  damaged: 20_000,
  inflatedBytes: 64 * 2 ** 30,
  ratio: 2_000,
  ratioFloorBytes: 2 ** 30,
  memoryBytes: 64 * 2 ** 20,
  spoolBytes: 16 * 2 ** 30,
  millis: 10 * 60_000,
}

/** Larger classes are not looked at: the largest that matters, in any release, has less than 64 KiB. */
export const largestClassBytes = 256 * 1024
/** The header of a class with an empty constant pool has 24 bytes; none that matters has less than 200. */
export const smallestClassBytes = 200
/** Metadata and configuration files beyond this are not read. */
export const largestTextBytes = 1024 * 1024
/** Contents in which there was nothing are remembered from this size on; smaller ones are looked into as fast. */
export const smallestKept = 4_096
