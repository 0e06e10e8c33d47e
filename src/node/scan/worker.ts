import { parentPort } from 'node:worker_threads'
import { archiveFormats } from '../../archive/index.ts'
import { archiveTools } from '../archive/index.ts'
import { ScanCacheView } from './cache-view.ts'
import { scanDoors } from './doors.ts'
import type { Report, Unit, WorkOrder } from './protocol.ts'
import { SharedState } from './shared-state.ts'
import { Walker } from './walker.ts'

/** One thread of a scan: hears how to do it, takes units, does them with all below them, and gives work away while others have none. */

const port = parentPort
if (port === null) throw new Error('this file is run as a worker only')

/** What Node lets go of only when its loop turns (streams of zlib that broke off) comes to little until then. */
const unitsPerTurn = 64

port.once('message', (order: WorkOrder) => {
  const shared = new SharedState(order.shared)
  const cache = order.cache === null ? null : new ScanCacheView(order.cache.content, order.cache.startedAt)
  const tell = (report: Report): void => port.postMessage(report)
  const walker = new Walker(order, scanDoors(archiveFormats, archiveTools()), shared, cache, tell)

  async function doAll(units: readonly Unit[]): Promise<void> {
    const stack: Unit[] = [...units]
    let done = 0
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      for (const below of walker.do(next)) stack.push(below)
      if (++done % unitsPerTurn === 0) await new Promise((resolve) => setImmediate(resolve))
      // The oldest lie highest in the tree, so that most is below them.
      if (stack.length > 1 && shared.idle > 0) {
        tell({ is: 'units', units: stack.splice(0, Math.ceil(stack.length / 2)) })
      }
    }
    if (cache !== null) tell({ is: 'kept', kept: cache.take() })
    tell({ is: 'idle' })
  }

  port.on('message', (units: readonly Unit[]) => void doAll(units))
  tell({ is: 'idle' })
})
