import { compareClientCpu } from './probe-parts/client-cpu.mjs'
import { compareScans } from './probe-parts/scans.mjs'

/** CPU of a request beside undici's, targets a second beside other scanners, and what dead hosts cost. */
export async function run() {
  const { headers, measured } = await compareClientCpu()
  console.log(`One request with ${headers} headers, 32 under way, 50 targets on loopback, median of 5 by CPU:`)
  for (const { name, perSecond, cpuUs } of measured) {
    console.log(`  ${name.padEnd(30)} ${perSecond.toFixed(0).padStart(7)} /s  ${cpuUs.toFixed(1).padStart(6)} us CPU`)
  }
  const [prebuilt, written, theirs] = measured
  console.log(`  CPU, ours : undici = ${ratio(prebuilt.cpuUs, theirs.cpuUs)} with prebuilt bytes (aim: at most 0.50)`)
  console.log(
    `                       ${ratio(written.cpuUs, theirs.cpuUs)} when the bytes are written for each request`,
  )

  await compareScans()
}

function ratio(ours, theirs) {
  return (ours / theirs).toFixed(2)
}
