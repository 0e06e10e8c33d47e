import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import listed from '../../../lab/artifacts.json' with { type: 'json' }
import specimens from '../../../lab/specimens.json' with { type: 'json' }
import { describeWithLab } from '../../../test/kit/lab.ts'
import { bytesOf } from '../../archive/index.ts'
import { changeOf, flawIn, planArchive, remedies, rewriteArchive } from '../../fix/index.ts'
import { defaultScanLimits } from '../../scan/index.ts'
import { archiveTools } from '../archive/index.ts'
import { fetchArtifacts } from '../lab/index.ts'
import { fixDoors } from './doors.ts'
import { surveyBytes } from './survey.ts'

const releases = Object.keys({ ...specimens, ...listed }).filter((coordinate) =>
  /:(?:log4j-core|log4j|reload4j):/.test(coordinate),
)
const tools = archiveTools()
const doors = fixDoors(tools)
const options = { tools, limits: defaultScanLimits, deep: false }

describeWithLab('every published release', () => {
  let jars: ReadonlyMap<string, string>
  beforeAll(async () => {
    jars = await fetchArtifacts(releases)
  }, 300_000)

  /** The flaws that any remedy ends, in a jar that was rewritten and scanned again; empty if there are none. */
  function mended(coordinate: string): readonly string[] {
    const bytes = readFileSync(jars.get(coordinate) ?? '')
    const before = surveyBytes(bytesOf(bytes), 'a.jar', 'a.jar', options).examined
    const { places, refused } = planArchive(before, remedies)
    expect(refused, coordinate).toEqual([])
    if (places.length === 0) return []
    const after = Buffer.concat([...rewriteArchive(bytesOf(bytes), changeOf(places), { stripSignature: true }, doors)])
    const again = surveyBytes(bytesOf(after), 'a.jar', 'a.jar', options).examined
    expect(flawIn(before, again, places), coordinate).toBeNull()
    expect(planArchive(again, remedies).places, coordinate).toEqual([])
    return places.flatMap(({ effects }) => effects.flatMap(({ ends }) => ends))
  }

  test('that has a flaw which a removal ends is mended, and the scan then says so', { timeout: 300_000 }, () => {
    const ended = new Map(releases.map((coordinate) => [coordinate, mended(coordinate)]))

    const of = (coordinate: string): readonly string[] => ended.get(coordinate) ?? []
    expect(of('org.apache.logging.log4j:log4j-core:2.14.1')).toEqual([
      'CVE-2021-44228',
      'CVE-2021-45046',
      'CVE-2021-44832',
    ])
    expect(of('org.apache.logging.log4j:log4j-core:2.17.1')).toEqual([])
    expect(of('log4j:log4j:1.2.17')).toContain('CVE-2021-4104')
    expect([...ended.values()].filter((ids) => ids.includes('CVE-2021-44228')).length).toBeGreaterThan(30)
  })
})
