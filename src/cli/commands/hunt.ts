import { type AttackFinding, problem } from '../../core/index.ts'
import { FiredHere, OwnScanner, readInventory } from '../../hunt/index.ts'
import {
  beNice,
  findTokenKey,
  follow,
  type Hunt,
  type HuntOptions,
  hunt as huntIn,
  keepHeapLean,
  sealWith,
  systemClock,
  textPieces,
} from '../../node/index.ts'
import { readBaseline, readFailureThreshold, reporterFor, reportParts } from '../../report/index.ts'
import type { Command } from '../command.ts'
import { bucketHuntOf } from '../hunt/bucket-sources.ts'
import { declareHunt } from '../hunt/declare.ts'
import { isKafka, kafkaHuntOf } from '../hunt/kafka-sources.ts'
import { isLive, liveHuntOf } from '../hunt/live-sources.ts'
import { runHunt } from '../hunt/run.ts'
import { durationOption, timeOption } from '../hunt/time-option.ts'
import type { Io } from '../io.ts'
import { flagOption, listOption, numberOption, optionInvalid, type RawOptions, textOption } from '../options.ts'

export const huntNothingNamed = problem('HUNT_NOTHING_NAMED', () => ({
  message: 'nothing to hunt in was named',
  hint: 'Name files, folders or globs in quotes, - for standard input, s3://BUCKET/PREFIX, kafka://BROKER/TOPIC, or ports with --syslog.',
}))

/** Finds attacks on Log4j in logs, whatever they are wrapped in and packed into. */
export const hunt: Command = {
  name: 'hunt',
  summary: 'Find attacks in logs: what Log4j would look up, what would leak, whether it could fire.',
  examples: [
    ['fireline hunt /var/log', 'all below, rotated and packed logs too'],
    ["fireline hunt '/var/log/nginx/*.log' --since 24h", 'what the last day brought'],
    ['zcat old.gz | fireline hunt -', 'from a pipe'],
    ['journalctl -o json | fireline hunt -', 'the journal of systemd'],
    ['fireline hunt /var/log --scan scan.json', 'could it have fired on what `fireline scan` found here?'],
    [
      'fireline hunt access.log named.log firewall.log catch-journal/ --window 30m',
      'did it fire? joins attacks with who went out',
    ],
    ['fireline hunt logs.tar.gz --format html --output attacks.html', 'a page with a timeline'],
    [
      'fireline hunt /var/log --format blocklist-hosts --no-defang',
      'for a resolver; stix, misp and sigma for other tools',
    ],
    [
      'fireline hunt --follow access.log --state hunt.state --format jsonl',
      'as it grows, rotated or not, until Ctrl-C',
    ],
    ['fireline hunt s3://logs/2021/12/ --s3-endpoint http://127.0.0.1:9000', 'objects of a bucket, packed or not'],
    ['fireline hunt kafka://127.0.0.1:9092/logs?group=hunt --format jsonl', 'a topic, with other members of the group'],
    ['fireline hunt --syslog udp:5514 --syslog tcp:5514 --format jsonl', 'as it is sent, until Ctrl-C'],
    ['fireline hunt /var/log --baseline last.json --format json', 'each day: what is new'],
  ],

  declare: declareHunt,

  async run(args, options, io) {
    const reporter = reporterFor(textOption(options, 'format') ?? 'text', 'hunt')
    const output = textOption(options, 'output')
    const earlier = textOption(options, 'baseline')
    const failOn = textOption(options, 'fail-on')
    const telling = {
      reporter,
      output,
      defang: flagOption(options, 'defang'),
      baseline: earlier === null ? null : readBaseline(earlier, reportParts(earlier, textPieces(earlier))),
      failOn: failOn === null ? null : readFailureThreshold(failOn),
      judged: judgeOf(options, await ownScanner(options, io.env)),
      endless: flagOption(options, 'follow') || isLive(options) || args.some(isKafka),
    }
    const settings = {
      ...settingsOf(options),
      tellsAgain: reporter.tellsAgain === true,
      skip: output === null ? [] : [output],
      signal: io.signal,
    }
    if (flagOption(options, 'nice')) beNice()
    keepHeapLean()
    return await runHunt(begin(args, options, settings, io), telling, io)
  },
}

function begin(paths: readonly string[], options: RawOptions, settings: HuntOptions, io: Io): Hunt {
  const live = liveHuntOf(paths, options, settings, io)
  if (live !== null) return live
  if (paths.length === 0) throw huntNothingNamed()
  const inTopics = kafkaHuntOf(paths, options, settings, io)
  if (inTopics !== null) return inTopics
  const inBuckets = bucketHuntOf(paths, options, settings, io)
  if (inBuckets !== null) return inBuckets
  const state = textOption(options, 'state')
  const fromEnd = flagOption(options, 'from-end')
  if (flagOption(options, 'follow')) return follow({ paths, state, fromEnd }, settings)
  if (state !== null) throw optionInvalid('state', state, 'of use without --follow')
  if (fromEnd) throw optionInvalid('from-end', '(given)', 'of use without --follow')
  return huntIn({ paths, input: io.input }, settings)
}

async function ownScanner(options: RawOptions, env: Io['env']): Promise<OwnScanner> {
  const key = await findTokenKey(textOption(options, 'key-file'), env)
  return new OwnScanner(key === null ? null : sealWith(key))
}

function judgeOf(options: RawOptions, own: OwnScanner): (finding: AttackFinding) => AttackFinding {
  const path = textOption(options, 'scan')
  if (path === null) return (finding) => own.marked(finding)
  const here = new FiredHere(readInventory(path, reportParts(path, textPieces(path))))
  return (finding) => here.judged(own.marked(finding))
}

function settingsOf(options: RawOptions) {
  const now = systemClock.now()
  const since = timeOption(options, 'since', now)
  const until = timeOption(options, 'until', now, true)
  if (since !== null && until !== null && since > until) {
    throw optionInvalid('until', textOption(options, 'until') ?? '', 'a time after --since')
  }
  const whole = { min: 1, max: 1_000, unit: 'levels' }
  return {
    limits: {
      depth: numberOption(options, 'max-depth', whole),
      millis: numberOption(options, 'max-time', { min: 1, max: 604_800, unit: 'seconds' }) * 1_000,
      inflatedBytes: Math.round(
        numberOption(options, 'max-bytes', { min: 0.001, max: 1_048_576, unit: 'gibibytes' }) * 2 ** 30,
      ),
    },
    since,
    until,
    windowMs: durationOption(options, 'window'),
    exclude: listOption(options, 'exclude', null),
    ...(options['workers'] === undefined
      ? {}
      : { workers: Math.round(numberOption(options, 'workers', { min: 1, max: 256, unit: 'threads' })) }),
  }
}
