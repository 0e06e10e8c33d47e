import { expect, test } from 'vitest'
import { sampleCampaign } from '../../../test/kit/sample-campaign.ts'
import type { Campaign } from '../../core/index.ts'
import { paletteFor } from './palette.ts'
import { showCampaigns } from './show-campaigns.ts'

test('in text it takes three lines', () => {
  const lines = [...showCampaigns([sampleCampaign], paletteFor(false))]

  expect(lines).toEqual([
    'Campaigns',
    '       12 × ldap, rmi://*.evil.example:1389/Basic/Command/Base64/*  CALLBACK SEEN (2)',
    '            2021-12-10 12:43:11 to 2021-12-11 12:43:11 UTC; from a, b, c and 1 or more others; in access.log',
    '            carries wget hxxp://evil[.]example/<b>',
    '',
  ])
})

test('what is one attack alone is no table, unless something was seen of it', () => {
  const alone: Campaign = { ...sampleCampaign, attacks: 1, outcome: 'attempt', likely: 0, callbackSeen: 0 }

  expect([...showCampaigns([alone], paletteFor(false))]).toEqual([])
  expect([...showCampaigns([{ ...alone, outcome: 'likely', likely: 1 }], paletteFor(false))]).not.toEqual([])
})
