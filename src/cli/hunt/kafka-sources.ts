import {
  consumeKafka,
  type Hunt,
  type HuntOptions,
  type KafkaSasl,
  type KafkaTls,
  kafkaPlaceOf,
  readTextFile,
  saslMechanisms,
} from '../../node/index.ts'
import type { Io } from '../io.ts'
import { choiceOption, flagOption, optionInvalid, type RawOptions, textOption } from '../options.ts'

export function isKafka(word: string): boolean {
  return word.startsWith('kafka://')
}

/** A hunt in topics, if that was asked for; `null`: it was not. Throws OPTION_INVALID. */
export function kafkaHuntOf(paths: readonly string[], options: RawOptions, settings: HuntOptions, io: Io): Hunt | null {
  const [word = '', ...others] = paths
  if (!paths.some(isKafka)) {
    if (flagOption(options, 'from-beginning'))
      throw optionInvalid('from-beginning', '(given)', 'of use without kafka://')
    return null
  }
  const place = kafkaPlaceOf(word)
  if (place === null || others.length > 0) {
    throw optionInvalid('kafka', paths.join(' '), 'one kafka://HOST:PORT,HOST:PORT/TOPIC,TOPIC?group=NAME, by itself')
  }
  // What another format, or a file, keeps until the end would be lost with offsets that say it was told.
  const format = textOption(options, 'format')
  if (format !== 'jsonl')
    throw optionInvalid('format', format ?? '', 'jsonl, the one that is written before offsets are committed')
  const output = textOption(options, 'output')
  if (output !== null) throw optionInvalid('output', output, 'of use with kafka://; give `> FILE`')
  const follows = ['follow', 'from-end'].find((name) => flagOption(options, name))
  if (follows !== undefined) throw optionInvalid(follows, '(given)', 'of use with kafka://')
  const onAssigned = (partitions: readonly string[]): void =>
    io.tell(
      `member of ${place.group}: ${partitions.length === 0 ? 'no partition' : partitions.join(', ')}; Ctrl-C ends\n`,
    )
  const fromBeginning = flagOption(options, 'from-beginning')
  const request = { ...place, fromBeginning, tls: tlsOf(options), sasl: saslOf(options, io.env), onAssigned }
  return consumeKafka(request, settings)
}

function tlsOf(options: RawOptions): KafkaTls | null {
  const read = (name: string): string | null => {
    const path = textOption(options, name)
    return path === null ? null : readTextFile(path)
  }
  const tls = { ca: read('kafka-ca'), cert: read('kafka-cert'), key: read('kafka-key') }
  const isAsked = flagOption(options, 'kafka-tls') || Object.values(tls).some((each) => each !== null)
  return isAsked ? tls : null
}

/** The password comes from the environment alone: arguments are seen by everybody on the machine. */
function saslOf(options: RawOptions, env: Io['env']): KafkaSasl | null {
  if (textOption(options, 'kafka-sasl') === null) return null
  const mechanism = choiceOption(options, 'kafka-sasl', saslMechanisms)
  const username = textOption(options, 'kafka-user')
  const password = env['FIRELINE_KAFKA_PASSWORD']
  if (username === null) throw optionInvalid('kafka-user', '(nothing)', 'given, and is needed with --kafka-sasl')
  if (password === undefined) {
    throw optionInvalid('kafka-sasl', mechanism, 'of use without a password in FIRELINE_KAFKA_PASSWORD')
  }
  return { mechanism, username, password }
}
