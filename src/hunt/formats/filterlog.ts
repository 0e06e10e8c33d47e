import { portOf } from './columns.ts'
import { type LogFormat, sayingNothing } from './format.ts'

/** Where the columns of addresses begin, by the version of IP. */
const addressesAt = { 4: 18, 6: 15 } as const
const protocolAt = { 4: 16, 6: 12 } as const

/** What pf logs by way of `filterlog`: pfSense and OPNsense, behind the header of syslog. */
export const filterlog: LogFormat = {
  id: 'filterlog',
  summary: 'packets as pf of pfSense and OPNsense logs them: who connected to which address and port',
  definedBy: 'https://docs.netgate.com/pfsense/en/latest/monitoring/raw-filter-log-format.html',
  witnesses: [',match,'],
  examples: {
    reads: [
      {
        record:
          '5,,,1000000103,em0,match,pass,out,4,0x0,,64,4711,0,DF,6,tcp,60,10.0.0.5,203.0.113.66,40000,1389,0,S,1234567,,64240,,mss;sackOK',
        from: '10.0.0.5',
        saw: { is: 'connection', to: '203.0.113.66', name: null, port: 1389, by: '10.0.0.5', protocol: 'tcp' },
      },
      {
        record: '5,,,1000000103,em0,match,pass,out,6,0x00,0x00000,64,udp,17,40,2001:db8::5,2001:db8:1::66,40000,53,20',
        from: '2001:db8::5',
        saw: { is: 'connection', to: '2001:db8:1::66', name: null, port: 53, by: '2001:db8::5', protocol: 'udp' },
      },
      {
        record: '5,,,1000000103,em0,match,block,in,4,0x0,,64,4711,0,DF,1,icmp,60,203.0.113.9,198.51.100.2,request,1,1',
        from: '203.0.113.9',
        saw: { is: 'connection', to: '198.51.100.2', name: null, port: null, by: '203.0.113.9', protocol: 'icmp' },
      },
    ],
    refuses: ['5,,,1000000103,em0,match,pass,out,4', 'a,b,c,d,e,match,pass,out,5,1,2,3,4,5,6,7,8,9,10,11'],
  },
  read({ text }) {
    const [, version] =
      /^\d{0,10},\d{0,10},[^,]{0,255},[^,]{0,64},[^,]{1,32},[\w-]{1,20},(?:pass|block|reject|nat|rdr|binat|match|scrub)[\w-]{0,10},(?:in|out),([46]),/.exec(
        text,
      ) ?? []
    if (version !== '4' && version !== '6') return null
    const values = text.slice(0, mostText).split(',')
    const at = addressesAt[version]
    const [by, to, , port] = values.slice(at, at + 4)
    if (by === undefined || to === undefined || !isAddress.test(by) || !isAddress.test(to)) return null
    const protocol = values[protocolAt[version]]?.toLowerCase() ?? null
    return {
      ...sayingNothing,
      from: by,
      saw: { is: 'connection', to, name: null, port: hasPorts(protocol) ? portOf(port) : null, by, protocol },
      fields: [{ name: null, value: text }],
    }
  },
}

const mostText = 2_048
const isAddress = /^[\da-fA-F:.]{2,45}$/

function hasPorts(protocol: string | null): boolean {
  return protocol === 'tcp' || protocol === 'udp'
}
