import { type LogReading, type LogSource, type Readings, SourceHunt, WitnessHunt } from '../../hunt/index.ts'
import { huntDoors } from './doors.ts'
import type { WorkOrder } from './protocol.ts'
import type { ToldEvents } from './told-events.ts'

export interface ReadingDoors extends Pick<WorkOrder, 'watched'> {
  readonly told: ToldEvents
  readonly readings: Readings
}

/** What reads one log: for attacks, or for who went out to what is watched for. */
export function logReading(source: LogSource, { told, readings, watched }: ReadingDoors): LogReading {
  if (watched === null) return new SourceHunt(huntDoors, told, source, readings)
  return new WitnessHunt(huntDoors.search, (witness) => told.witness(witness), source, watched)
}
