import { type Band, bandReleases } from '../../core/index.ts'
import { labReleases, labServers } from '../../node/index.ts'
import type { ExitCode } from '../command.ts'
import type { Io } from '../io.ts'

/** Prints the servers, and the Log4j releases by band. */
export async function describeLab(io: Io): Promise<ExitCode> {
  const releases = await labReleases()
  const lines = ['Servers']
  for (const { name, summary } of labServers) lines.push(`  ${name.padEnd(8)}${summary}`)
  lines.push('', 'Log4j releases')
  for (const band of bands) {
    const inBand = releases.filter((release) => release.band === band).map(({ version }) => version.text)
    lines.push(
      `  band ${band}, ${bandReleases[band]}: ${band === 'D' ? 'no lookup in a message calls out' : 'vulnerable'}`,
    )
    lines.push(`    ${inBand.join('  ')}`)
  }
  lines.push('', 'Every service listens on 127.0.0.1 only. Start one: fireline lab start sun --log4j 2.14.1', '')
  await io.print(lines.join('\n'))
  return 0
}

const bands: readonly Band[] = ['A', 'B', 'C', 'D']
