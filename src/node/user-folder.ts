import { userInfo } from 'node:os'
import { isAbsolute, join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/** What each is where the variable says nothing. */
const usual = { XDG_STATE_HOME: ['.local', 'state'], XDG_CONFIG_HOME: ['.config'] } as const

/**
 * Where a user keeps files of that kind; always absolute, so that nothing comes to lie in the folder that happens to be
 * the current one, where a program may load it. A relative path counts for nothing, as the specification demands.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function userFolder(env: Environment, variable: keyof typeof usual): string {
  const named = env[variable]
  return isWhole(named) ? named : join(home(env), ...usual[variable])
}

/** HOME, unless that is empty or relative: then what the system has of the user. */
function home({ HOME: named }: Environment): string {
  return isWhole(named) ? named : userInfo().homedir
}

function isWhole(path: string | undefined): path is string {
  return path !== undefined && isAbsolute(path)
}
