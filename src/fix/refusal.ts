/** Why something that could be taken away is left as it is. Each word is explained in {@link refusalReasons}. */
export type RefusalReason = keyof typeof refusalReasons

/** Every reason with the sentence that an operator reads. */
export const refusalReasons = {
  signed: 'it is signed, and what would be changed is covered by the signature',
  container: 'it lies in something that is not rewritten in place',
  layer: 'it lies in a container image, whose layers are known by their digests',
  damaged: 'it is damaged, so that what is put together anew could lack something',
  unsupported: 'it is made in a way that is not rewritten',
  needed: 'the program that uses it would not start without what would be taken away',
  undecided: 'whether it has the flaw could not be told',
  'would-stay': 'what can be taken away would not end the flaw',
  'several-names': 'it has several names (hard links), and the others would keep the old content',
  'not-writable': 'the system does not let it be replaced',
  unreachable: 'no path leads there that could be opened for writing',
  changed: 'it changed since the plan was made',
  'no-room': 'there is no room for the new file or for its backup',
  'attributes-lost': 'the new file could not be given the owner or the mode of the old one',
  unproven: 'a scan of the new file did not say what the plan had promised',
  failed: 'the system reported an error',
} as const

/** Thrown where a change cannot be made as it was asked for: the file stays as it is, and the others go on. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly because: RefusalReason

  /** `detail` is one sentence with the particulars and what to do, without a final dot. */
  constructor(because: RefusalReason, detail: string, options?: { readonly cause?: unknown }) {
    super(detail, options)
    this.because = because
  }
}

/** Thrown where everything that was to be changed in an archive was refused, each with its own reason. */
export class NothingLeft extends Refusal {
  constructor() {
    super('unsupported', 'nothing that was to be changed in it can be')
  }
}
