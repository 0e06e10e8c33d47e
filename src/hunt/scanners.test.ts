import { expect, test } from 'vitest'
import { scannerOf } from './scanners.ts'

test.each([
  ['c6ps4ipurnhssm2608l0cg.interact.sh', 'interactsh (public servers of ProjectDiscovery)'],
  ['X.BurpCollaborator.NET.', 'Burp Collaborator (public servers of PortSwigger)'],
  ['was-log4shell-2021.w.nessus.org', 'Nessus (Tenable)'],
  ['interact.sh', 'interactsh (public servers of ProjectDiscovery)'],
  ['notinteract.sh', null],
  ['interact.sh.evil.example', null],
  ['203.0.113.7', null],
  [null, null],
])('%s is called by %s', (host, name) => {
  expect(scannerOf(host)).toBe(name)
})
