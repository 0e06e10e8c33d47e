import { beNice, scan as scanThings, textPieces } from '../../node/index.ts'
import { readBaseline, readFailureThreshold, reporterFor, reportParts } from '../../report/index.ts'
import type { Command } from '../command.ts'
import { argumentInvalid, flagOption, listOption, numberOption, type RawOptions, textOption } from '../options.ts'
import { declareScan } from '../scan/declare.ts'
import { runScan } from '../scan/run.ts'

/** Finds vulnerable Log4j in files, whatever it is packed into. */
export const scan: Command = {
  name: 'scan',
  summary: 'Find vulnerable Log4j in files, archives, images, SBOMs and running JVMs.',
  examples: [
    ['fireline scan /', 'this machine, one disk, without network and pseudo file systems'],
    ['fireline scan app.war', 'one archive and all that is nested in it'],
    ['fireline scan --jvm', 'what the Java processes of this machine have loaded'],
    ['fireline scan --image registry.example/app:1.2', 'a container image'],
    ['docker save app | fireline scan -', 'the same, from a pipe'],
    ['fireline scan /srv --format sarif --output log4j.sarif', 'for code scanning'],
    ['fireline scan /srv --cache /var/cache/fireline --baseline last.json', 'each week: what is new'],
  ],

  declare: declareScan,

  async run(args, options, io) {
    const reporter = reporterFor(textOption(options, 'format') ?? 'text', 'scan')
    const images = listOption(options, 'image', null)
    const jvm = flagOption(options, 'jvm')
    if (args.length === 0 && images.length === 0 && !jvm) {
      throw argumentInvalid('there is nothing to scan: name a file or a folder, such as . or /')
    }
    const failOn = textOption(options, 'fail-on')
    const earlier = textOption(options, 'baseline')
    const telling = {
      reporter,
      output: textOption(options, 'output'),
      all: flagOption(options, 'all'),
      baseline: earlier === null ? null : readBaseline(earlier, reportParts(earlier, textPieces(earlier))),
      failOn: failOn === null ? null : readFailureThreshold(failOn),
    }
    const settings = settingsOf(options)
    if (flagOption(options, 'nice')) beNice()
    const request = { paths: args, input: io.input, images, jvm }
    const running = scanThings(request, { ...settings, signal: io.signal })
    return await runScan(running, telling, io)
  },
}

function settingsOf(options: RawOptions) {
  const number = (name: string, max: number, unit: string): number | undefined =>
    options[name] === undefined ? undefined : numberOption(options, name, { min: 1, max, unit })
  const workers = number('workers', 256, 'threads')
  const filesPerSecond = number('rate', 1_000_000, 'files a second')
  const whole = { min: 1, max: 10_000, unit: 'levels' }
  return {
    limits: {
      depth: numberOption(options, 'max-depth', whole),
      millis: numberOption(options, 'max-time', { min: 1, max: 86_400, unit: 'seconds' }) * 1_000,
      inflatedBytes: numberOption(options, 'max-bytes', { min: 0.001, max: 65_536, unit: 'gibibytes' }) * 2 ** 30,
    },
    deep: flagOption(options, 'deep'),
    quick: flagOption(options, 'quick'),
    exclude: listOption(options, 'exclude', null),
    ...(flagOption(options, 'all-devices') ? { otherDevices: true } : {}),
    ...(flagOption(options, 'one-device') ? { otherDevices: false } : {}),
    ...(workers === undefined ? {} : { workers: Math.round(workers) }),
    ...(filesPerSecond === undefined ? {} : { filesPerSecond }),
    cache: textOption(options, 'cache'),
    platform: textOption(options, 'platform') ?? 'linux/amd64',
    insecureRegistries: listOption(options, 'insecure-registry', null),
  }
}
