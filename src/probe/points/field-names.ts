/** Names of fields that forms and bodies commonly have: those that the scanners of CISA and fullhunt fill. */
export const fieldNames: readonly string[] = ['username', 'user', 'uname', 'name', 'email', 'email_address', 'password']
