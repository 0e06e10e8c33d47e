/** The text of one record; what several formats want to know of it is found out once. */
export class RecordText {
  readonly text: string
  #json: object | null | undefined

  constructor(text: string) {
    this.text = text
  }

  /** The JSON object that it is; `null` if it is none. */
  get json(): object | null {
    if (this.#json === undefined) this.#json = this.#isBraced() ? parsedObject(this.text) : null
    return this.#json
  }

  /** Parsing what is no JSON is dear: an error is made of it. */
  #isBraced(): boolean {
    return /^\s*\{\s*["}]/.test(this.text) && /\}\s*$/.test(this.text.slice(-64))
  }
}

function parsedObject(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}
