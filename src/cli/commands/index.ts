import type { Command } from '../command.ts'
import { catchCommand } from './catch.ts'
import { explain } from './explain.ts'
import { fix } from './fix.ts'
import { hunt } from './hunt.ts'
import { lab } from './lab.ts'
import { probe } from './probe.ts'
import { scan } from './scan.ts'

/** Every verb of the command line, in the order in which `--help` lists them. */
export const commands: readonly Command[] = [probe, catchCommand, scan, fix, hunt, explain, lab]
