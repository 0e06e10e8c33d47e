import { readAddress } from '../../core/index.ts'

/** Answers of one record that are kept. */
const mostAnswers = 32

/** The addresses among what a name was answered with, as a member of a record; nothing if there is none. */
export function answered(data: readonly string[]): { readonly answers?: readonly string[] } {
  const answers = data.slice(0, mostAnswers).filter((each) => readAddress(each) !== null)
  return answers.length === 0 ? {} : { answers }
}
