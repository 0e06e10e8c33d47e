import { parentPort } from 'node:worker_threads'
import { archiveFormats } from '../../archive/index.ts'
import { archiveTools } from '../archive/index.ts'
import { FileHunter } from './file-hunter.ts'
import type { Unit, WorkOrder } from './protocol.ts'
import { ThreadRecord } from './shared-counts.ts'

/** One thread of a hunt: hears how to do it, takes a unit, does it, and says that it is done. */

const port = parentPort
if (port === null) throw new Error('this file is run as a worker only')

port.once('message', (order: WorkOrder) => {
  const record = new ThreadRecord(order.shared, order.worker)
  const hunter = new FileHunter(order, archiveFormats, archiveTools(), record, (report) =>
    port.postMessage(report, report.is === 'told' ? [report.events.numbers.buffer, report.events.texts.buffer] : []),
  )
  port.on('message', (unit: Unit) => hunter.do(unit))
  port.postMessage({ is: 'done', lines: 0, outgoing: false })
})
