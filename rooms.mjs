/** Every room in src/, floor by floor. Imports go down, never up and never sideways. */
export const floors = [
  ['core'],
  ['lookup', 'wire', 'contract', 'log4j', 'archive'],
  ['probe', 'catch', 'scan', 'fix', 'hunt', 'report'],
  ['node'],
  ['cli'],
]

/** Floors 0 to 2 run anywhere, the browser included: no Node types, no clock, no chance. */
export const pureRooms = floors.slice(0, 3).flat()
