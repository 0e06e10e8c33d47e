import { Problem } from '../../core/index.ts'
import { findJdk, findMaven, labNoMaven } from './toolchain.ts'

/** Whether the lab can start here: what it would use, or what is missing and how to get it. */
export type LabAvailability =
  | { readonly is: 'available'; readonly java: string; readonly maven: string }
  | { readonly is: 'missing'; readonly problem: Problem }

/** Looks for a JDK and Maven; brings nothing. */
export async function labAvailable(): Promise<LabAvailability> {
  try {
    const { version } = await findJdk()
    const maven = findMaven()
    return maven === null ? { is: 'missing', problem: labNoMaven() } : { is: 'available', java: version, maven }
  } catch (error) {
    if (error instanceof Problem) return { is: 'missing', problem: error }
    throw error
  }
}
