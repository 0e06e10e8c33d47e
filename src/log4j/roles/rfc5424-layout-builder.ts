import { hasLiterals, hasOneOf, type Role } from './role.ts'

/** Both spellings: 2.25.4 corrected it. */
const exclusive = [
  'mdcIncludes and mdcExcludes are mutually exclusive. Includes wil be ignored',
  'mdcIncludes and mdcExcludes are mutually exclusive. Includes will be ignored',
] as const
const invalid = 'provided EID %s is not in valid format!'

/** Makes an Rfc5424Layout from attributes that are called as its fields are: `escapeNL` where it was `newLineEscape`. */
export const rfc5424LayoutBuilder: Role = {
  id: 'rfc5424-layout-builder',
  title: 'Rfc5424LayoutBuilder',
  product: 'log4j-core',
  called: ['layout/Rfc5424Layout$Rfc5424LayoutBuilder'],
  anchors: [invalid],
  recognises: (candidate) => hasLiterals(candidate, invalid) && hasOneOf(candidate, ...exclusive),
  features: [
    {
      id: 'knows-new-line-escape',
      shows: 'knows newLineEscape and useTlsMessageFormat by their old names',
      isIn: ({ fields }) =>
        ['newLineEscape', 'useTlsMessageFormat'].every((wanted) => fields.some(({ name }) => name === wanted)),
    },
  ],
}
