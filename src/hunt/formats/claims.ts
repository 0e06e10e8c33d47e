/** A name and its value, as a device wrote them. */
export interface Claim {
  readonly name: string
  readonly value: string
}

/**
 * What names and values of one record say of a connection, where a client may have written names of its own into a text of
 * his, and the writer may not have escaped them. What stands before the first text of a client is sure. Behind it a name
 * counts if it is said once, or always the same: whoever adds a second one makes it unknown, and never another.
 */
export class Claims {
  readonly #claims: readonly Claim[]
  /** How many stand before the first that a client may write. */
  readonly #sure: number
  readonly #trusts: boolean

  /**
   * `isDevices`: whether the value of a name comes of the device alone. `trusts`: whether what stands behind texts of
   * clients counts at all, because the writer escapes what would look like a name in them.
   */
  constructor(claims: readonly Claim[], isDevices: (name: string) => boolean, trusts: boolean) {
    this.#claims = claims
    const first = claims.findIndex(({ name }) => !isDevices(name))
    this.#sure = first < 0 ? claims.length : first
    this.#trusts = trusts
  }

  /** What one of these names says for sure: the first, if several do. */
  sure(...names: readonly string[]): string | null {
    for (let i = 0; i < this.#sure; i++) {
      const claim = this.#claims[i]
      if (claim !== undefined && claim.value !== '' && names.includes(claim.name)) return claim.value
    }
    return null
  }

  /** What these names, which mean the same, say; `null` where that is nothing, or not known to be the device's word. */
  said(...names: readonly string[]): string | null {
    const sure = this.sure(...names)
    if (sure !== null || !this.#trusts) return sure
    const values = new Set(this.#under(names).map(({ value }) => value))
    const [only] = values
    return only === undefined || values.size > 1 ? null : only
  }

  /** What a client may have written under one of these names: its request, its agent. */
  written(...names: readonly string[]): string | null {
    return this.#under(names)[0]?.value ?? null
  }

  /** Whether one of these names says anything, whoever wrote it. */
  has(...names: readonly string[]): boolean {
    return this.#under(names).length > 0
  }

  #under(names: readonly string[]): readonly Claim[] {
    return this.#claims.filter(({ name, value }) => names.includes(name) && value !== '')
  }
}
