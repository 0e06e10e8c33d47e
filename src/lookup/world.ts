/**
 * What a lookup can see of the process that evaluates it. Every part is optional; what is absent is unset, as in
 * Log4j: a default applies, or the text stays as it is.
 */
export interface World {
  readonly env?: Readonly<Record<string, string>>
  readonly sys?: Readonly<Record<string, string>>
  /** The thread context map. */
  readonly ctx?: Readonly<Record<string, string>>
  /** Properties of the configuration, with `hostName` and `contextName`. */
  readonly properties?: Readonly<Record<string, string>>
  /** Values of `${java:…}` by key: version, runtime, vm, os, hw, locale. */
  readonly java?: Readonly<Record<string, string>>
  /** Level, Logger, Marker, ThreadId, ThreadName, Timestamp, Exception. `Message` is always the text itself. */
  readonly event?: Readonly<Record<string, string>>
  /** Values of any other lookup by its full name, such as `main:0` or `bundle:application:password`. */
  readonly others?: Readonly<Record<string, string>>
  /** Time of the event in milliseconds since the epoch; default 0. */
  readonly at?: number
  /** `UTC` or an offset such as `+02:00`; default UTC. */
  readonly zone?: string
  /** The JVM's default locale; default `en_US`. It decides what `lower:` and `upper:` make of an i. Dates are en_US. */
  readonly locale?: string
}
