/** Opens every regular file below a folder, reads one block of it and closes it: one thread, nothing else. */
import { closeSync, openSync, readdirSync, readSync } from 'node:fs'

const block = Buffer.alloc(16_384)
const folders = [process.argv[2]]
for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) folders.push(path)
    else if (entry.isFile()) {
      const file = openSync(path)
      readSync(file, block, 0, block.length, 0)
      closeSync(file)
    }
  }
}
