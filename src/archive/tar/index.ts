export { isTarHeader, numberAt, tarBlock } from './header.ts'
export { paddingOf, type TarExtra, type TarMember, tarMembers } from './members.ts'
export { paxRecords } from './pax.ts'
