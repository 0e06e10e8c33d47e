import { expect, test } from 'vitest'
import { sampleCampaign } from '../../../test/kit/sample-campaign.ts'
import { campaignTable } from './campaign-table.ts'

test('a campaign is a row that says whom it asks, how far it came, from whom, and what leaks', () => {
  const html = campaignTable([sampleCampaign])

  expect(html).toContain('<code>ldap, rmi://*.evil.example:1389/Basic/Command/Base64/*</code>')
  expect(html).toContain('>callback seen</span> <span class="soft">of 2</span>')
  expect(html).toContain('<code>env:SECRET</code>')
  expect(html).toContain(
    '<summary>1 more</summary><ul><li>d <span class="soft">× 2</span></li><li class="soft">and 4 of others</li></ul>',
  )
  expect(html).not.toContain('<b>')
})
