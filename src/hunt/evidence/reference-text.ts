import type { Trace } from './trace.ts'

export const referenceText: Trace = {
  id: 'reference-text',
  source: 'https://docs.oracle.com/javase/8/docs/api/javax/naming/Reference.html#toString--',
  examples: {
    // Its line break may have been taken out on the way.
    shows: ['Received message: Reference Class Name: Exploit', 'user Reference Class Name: Exploit logged in'],
    refuses: ['the Reference Class Name is documented below'],
  },
  shownBy(text) {
    const name = /Reference Class Name: ([\w.$]{1,200})/.exec(text)?.[1]
    return name === undefined
      ? null
      : {
          says: `a server answered with a reference to the class ${name}, which stands in place of the payload`,
          name: null,
        }
  },
}
