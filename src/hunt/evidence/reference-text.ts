import type { Trace } from './trace.ts'

export const referenceText: Trace = {
  id: 'reference-text',
  source: 'https://docs.oracle.com/javase/8/docs/api/javax/naming/Reference.html#toString--',
  examples: {
    shows: ['Received message: Reference Class Name: Exploit'],
    refuses: ['the Reference Class Name is documented below', 'Reference Class Name: Exploit is what such a line says'],
  },
  shownBy(text) {
    // What `toString` gives has a line break there, which may be escaped.
    const name = /Reference Class Name: ([\w.$]{1,200})(?=$|[\r\n\\"'<])/.exec(text)?.[1]
    return name === undefined
      ? null
      : {
          says: `a server answered with a reference to the class ${name}, which stands in place of the payload`,
          name: null,
        }
  },
}
