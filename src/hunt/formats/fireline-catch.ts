import { instantOfEpoch } from '../../core/index.ts'
import type { Outgoing } from '../outgoing.ts'
import { type LogFormat, sayingNothing } from './format.ts'

/** The journal of `fireline catch`: an interaction a line, with what was asked for and the token that was found in it. */
export const firelineCatch: LogFormat = {
  id: 'fireline-catch',
  summary: 'the journal of fireline catch: what called back, and with which token',
  definedBy: 'src/node/listener/interaction-journal.ts',
  witnesses: ['"did":"'],
  examples: {
    reads: [
      {
        record:
          '{"seq":1,"at":1639140193416,"channel":"ldap","transport":"tcp","did":"search","asked":"aaaaabbbbbcccccddddd/n","token":"aaaaabbbbbcccccddddd","peer":{"address":"10.0.0.5","port":40000},"local":{"address":"10.0.0.9","port":1389},"raw":"30"}',
        when: '2021-12-10T12:43:13.416Z',
        from: '10.0.0.5',
        saw: {
          is: 'connection',
          to: '10.0.0.9',
          name: null,
          port: 1389,
          by: '10.0.0.5',
          protocol: 'ldap',
          asked: 'aaaaabbbbbcccccddddd/n',
          isOurs: true,
        },
      },
      {
        record:
          '{"seq":2,"at":1639140193416,"channel":"dns","transport":"udp","did":"A","asked":"x.cb.example","token":null,"peer":{"address":"10.0.0.53","port":40000},"local":{"address":"10.0.0.9","port":53},"raw":"00"}',
        when: '2021-12-10T12:43:13.416Z',
        from: '10.0.0.53',
        saw: { is: 'dns-query', name: 'x.cb.example', by: '10.0.0.53', isOurs: false },
      },
    ],
    refuses: ['{"seq":1,"at":1639140193416}', '{"did":"search","channel":"ldap"}'],
  },
  read({ text, json }) {
    if (json === null || !text.includes('"did"')) return null
    const { at, channel, did, asked, token, peer, local } = json as Members // looked at below
    if (typeof at !== 'number' || typeof channel !== 'string' || typeof did !== 'string') return null
    if (!isEndpoint(peer) || !isEndpoint(local) || (asked !== null && typeof asked !== 'string')) return null
    if (!Number.isFinite(at) || Math.abs(at) > 8.64e15) return null
    const isOurs = typeof token === 'string'
    // What opens and ends a conversation names nothing; what is asked for in between does.
    const isFrame = asked === null && (did === 'bind' || did === 'unbind')
    const saw: Outgoing =
      channel === 'dns' && asked !== null
        ? { is: 'dns-query', name: asked, by: peer.address, isOurs }
        : {
            is: 'connection',
            to: local.address,
            name: null,
            port: local.port,
            by: peer.address,
            protocol: channel,
            ...(asked === null ? {} : { asked }),
            isOurs,
          }
    return {
      ...sayingNothing,
      when: instantOfEpoch(at),
      from: peer.address,
      ...(isFrame ? {} : { saw }),
      fields: [
        { name: 'did', value: did },
        { name: 'asked', value: asked ?? '' },
      ],
    }
  },
}

/** Whatever an object has by these names; each is looked at before it is used. */
type Members = Readonly<Partial<Record<'at' | 'channel' | 'did' | 'asked' | 'token' | 'peer' | 'local', unknown>>>

function isEndpoint(value: unknown): value is { readonly address: string; readonly port: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'address' in value &&
    typeof value.address === 'string' &&
    'port' in value &&
    typeof value.port === 'number'
  )
}
