/** One way in which a text is wrapped on its way into a log, and how to undo it once. */
export interface Layer {
  /** The name of its file. */
  readonly id: string
  /** In a few words, for the reference. */
  readonly summary: string
  /**
   * The text with this layer undone once, or the same text where there is nothing to undo. In time linear in its length;
   * never longer than the text. Throws nothing.
   */
  undo(text: string): string
}
