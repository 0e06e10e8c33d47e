import { startEarly } from '../../node/index.ts'
import type { Command } from '../command.ts'

/** Every verb of the command line, in the order in which `--help` lists them. A start costs what it loads: each is by itself. */
const loaders: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ['probe', async () => (await import('./probe.ts')).probe],
  ['catch', async () => (await import('./catch.ts')).catchCommand],
  ['scan', async () => (await import('./scan.ts')).scan],
  ['fix', async () => (await import('./fix.ts')).fix],
  ['hunt', async () => (await import('./hunt.ts')).hunt],
  ['explain', async () => (await import('./explain.ts')).explain],
  ['lab', async () => (await import('./lab.ts')).lab],
])

/** The command that a command line begins with; all where it begins with none. */
export async function commandsFor([verb = '', ...words]: readonly string[]): Promise<readonly Command[]> {
  const load = loaders.get(verb)
  const helps = words.length === 0 || words.some((word) => word === '--help' || word === '-h')
  if ((verb === 'scan' || verb === 'hunt') && !helps) startEarly(`${verb}-worker`)
  return await Promise.all(load === undefined ? Array.from(loaders.values(), (each) => each()) : [load()])
}
