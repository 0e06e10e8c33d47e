import type { AttackFinding, Instant } from '../core/index.ts'
import { defaultLineLimits } from './line-reader.ts'
import type { Readings } from './payload-finder.ts'
import { type HuntDoors, type HuntSink, type LogSource, SourceHunt } from './source-hunt.ts'
import { Beginnings, type Interest } from './sweep/needles.ts'
import { Sweep } from './sweep/sweep.ts'
import { textOf } from './text-of.ts'

/** Something that came by itself: a message of syslog, a record of a topic. */
export interface Message {
  /** Where it came from, as it is shown. */
  readonly source: string
  /** What makes its findings' ids beside the attack; `null`: what it says, so that the same, come again, has the same. */
  readonly identity: string | null
  readonly bytes: Uint8Array
  /** Whether it went on, and the rest was not kept. */
  readonly cut: boolean
  /** As whoever carried it says; what the message itself says counts before it. */
  readonly when: Instant | null
}

/** A text that came along with a message, by its name: `key`, `header traceparent`. */
export interface MessageLabel {
  readonly name: string
  readonly bytes: Uint8Array
}

/**
 * Hunts in messages, each by itself: what one leaves open is never closed by the next. Nearly all are done with after a
 * sweep; memory is one window, whoever sends them.
 */
export class MessageHunt {
  readonly #doors: HuntDoors
  readonly #sink: HuntSink
  readonly #readings: Readings
  readonly #sweep = new Sweep(defaultLineLimits.record)
  readonly #beginnings = new Beginnings(this.#sweep.window)

  constructor(doors: HuntDoors, sink: HuntSink, readings: Readings) {
    this.#doors = doors
    this.#sink = sink
    this.#readings = readings
  }

  /** Reads one message, and what came along with it; `carrier` is the id of what carried it: `kafka`. */
  read(message: Message, labels: readonly MessageLabel[] = [], carrier = ''): void {
    const { bytes, cut } = message
    if (bytes.length > this.#sweep.window.length) {
      if (this.#isOfInterest(bytes)) this.#inParts(message)
    } else if (this.#isOfInterest(bytes)) {
      this.#huntOf(message).record({ bytes, line: null, offset: 0, cut })
    }
    for (const label of labels) if (this.#isOfInterest(label.bytes)) this.#label(message, label, carrier)
  }

  /** In pieces of a window that overlap, since what is looked for may begin at the end of one. */
  #isOfInterest(bytes: Uint8Array): boolean {
    const { window } = this.#sweep
    for (let at = 0; at < bytes.length; at += window.length - longestNeedle) {
      const piece = bytes.subarray(at, at + window.length)
      window.set(piece)
      if (this.#isWorthReading(piece.length)) return true
      if (at + piece.length === bytes.length) return false
    }
    return false
  }

  #isWorthReading(length: number): boolean {
    let found = 0
    for (let swept = 0; swept < length && found === 0; ) {
      swept = this.#sweep.places(swept, length, (place) => {
        if (found === 0 && isRead(this.#beginnings.at(place, length))) found++
      })
    }
    return found > 0
  }

  /** What is larger than a record may be is read as a log of its own, line by line. */
  #inParts(message: Message): void {
    const hunt = this.#huntOf(message)
    for (let at = 0; at < message.bytes.length; ) {
      const room = hunt.room()
      const piece = message.bytes.subarray(at, at + room.length)
      room.set(piece)
      hunt.take(piece.length)
      at += piece.length
      hunt.read('more')
    }
    hunt.read('ended')
    hunt.close()
  }

  #label(message: Message, { name, bytes }: MessageLabel, carrier: string): void {
    const text = textOf(bytes)
    const record = { when: message.when, from: null, request: null, userAgent: null, fields: [{ name, value: text }] }
    this.#huntOf(message).contained({ ...record, offset: 0, text }, carrier)
  }

  #huntOf({ source, identity, bytes, when }: Message): SourceHunt {
    const relative = identity ?? `${source}#${this.#doors.digest(textOf(bytes))}`
    const log: LogSource = { source, relative, around: when ?? this.#doors.now() }
    return new SourceHunt(this.#doors, when === null ? this.#sink : dated(this.#sink, when), log, this.#readings)
  }
}

/** Longer than any text by which a place of interest is known. */
const longestNeedle = 256

/** Directives that name columns belong to logs that are files. */
function isRead(interest: Interest | null): boolean {
  return interest === 'payload' || interest === 'evidence'
}

function dated(sink: HuntSink, when: Instant): HuntSink {
  return {
    finding: (finding: AttackFinding) => sink.finding(finding.when === null ? { ...finding, when } : finding),
    gap: (gap) => sink.gap(gap),
  }
}
