/** Keeps the end of what a process says, so that a chatty one costs bounded memory. */
export interface OutputTail {
  readonly take: (chunk: Uint8Array) => void
  readonly text: () => string
}

export function outputTail(limitBytes = 16_384): OutputTail {
  let kept = Buffer.alloc(0)
  return {
    take(chunk) {
      kept = Buffer.concat([kept, chunk]).subarray(-limitBytes)
    },
    text: () => kept.toString('utf8'),
  }
}
