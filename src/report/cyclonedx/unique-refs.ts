/** References inside a document must not repeat; a finding that comes twice gets a number after its id. */
export class UniqueRefs {
  readonly #taken = new Map<string, number>()

  take(id: string): string {
    const before = this.#taken.get(id) ?? 0
    this.#taken.set(id, before + 1)
    return before === 0 ? id : this.take(`${id}/${before + 1}`)
  }
}
