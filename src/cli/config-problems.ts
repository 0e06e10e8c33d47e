import { problem } from '../core/index.ts'

export const configUnknownOption = problem('CONFIG_UNKNOWN_OPTION', (file: string, option: string) => ({
  message: `${file} sets ${option}, which is no option of that command`,
  hint: 'Correct its name, or remove it; --help lists what each command takes.',
}))
