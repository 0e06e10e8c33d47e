import type { Scope } from '../../core/index.ts'
import { newScanNumber, packageVersion, readScope, readTokenKey, sealWith, systemClock } from '../../node/index.ts'
import { readPorts, readTargets } from '../../probe/index.ts'
import { reporterFor } from '../../report/index.ts'
import type { Command } from '../command.ts'
import { argumentInvalid, listOption, type RawOptions, textOption } from '../options.ts'
import { requestHeaders, webOf } from '../probe/context.ts'
import { declareProbe } from '../probe/declare.ts'
import { resumedJournal } from '../probe/journal.ts'
import { namesFrom, targetLines } from '../probe/lines.ts'
import { planOf } from '../probe/plan.ts'
import { connectRemote, isLoopback, openProof } from '../probe/proof.ts'
import { runScan } from '../probe/run-scan.ts'

/** Proves by benign callbacks which web services evaluate lookups. */
export const probe: Command = {
  name: 'probe',
  summary: 'Prove by benign callbacks which web services evaluate attacker-controlled lookups.',
  examples: [
    ['fireline probe http://10.0.0.7:8080/', 'one service, with an own listener'],
    ['fireline probe 10.0.0.0/24 --ports 80,8443 --profile quick', 'a network, at most 4 requests a target'],
    ['fireline probe --targets hosts.txt --scope scope.json --format jsonl', 'a list, within written leave'],
    ['fireline probe https://shop.example.com/ --zone cb.example.com --dns-port 53', 'by names of your own zone'],
    ['fireline probe --resume scan.journal --targets hosts.txt', 'go on after a kill'],
  ],

  declare: declareProbe,

  async run(args, options, io) {
    const reporter = reporterFor(textOption(options, 'format') ?? 'text', 'probe')
    const files = listOption(options, 'targets', null)
    if (args.length === 0 && files.length === 0)
      throw argumentInvalid('there is nothing to probe: name a target, or a file with --targets')
    const ports = readPorts(textOption(options, 'ports') ?? '')
    const scope = await scopeOf(options)
    const headers = requestHeaders(options, packageVersion())
    const headerNames = await namesFrom(textOption(options, 'headers-file'), io.input)
    const seal = sealWith(await readTokenKey(textOption(options, 'key-file'), io.env))
    const web = webOf(options, scope, systemClock)
    const resumed = resumedJournal(options)
    const number = resumed?.scan.scan ?? newScanNumber()
    const url = textOption(options, 'catch')
    const proof =
      url === null
        ? await openProof(options, resumed, seal, areLoopback(args, files), systemClock)
        : await connectRemote(options, url, () => number, io)
    try {
      const plan = planOf(options, proof.zone !== null, headerNames)
      const inputs = readTargets(targetLines(args, files, io.input), ports)
      return await runScan(
        { options, inputs, scope, headers, plan, seal, web, proof, number, resumed, reporter, clock: systemClock },
        io,
      )
    } finally {
      await proof.close()
    }
  },
}

async function scopeOf(options: RawOptions): Promise<Scope> {
  const file = textOption(options, 'scope')
  const person = textOption(options, 'authorised-by')
  if (file !== null) return readScope(file, textOption(options, 'scope-key'))
  return person === null ? { is: 'private-only' } : { is: 'confirmed', by: person }
}

/** Whether every target is on this machine; a list may hold anything. */
function areLoopback(args: readonly string[], files: readonly string[]): boolean {
  return (
    files.length === 0 && args.every((word) => isLoopback(word.replace(/^[a-z]+:\/\//i, '').replace(/[:/].*$/, '')))
  )
}
