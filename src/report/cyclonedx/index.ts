export { componentEntry } from './component-entry.ts'
export { serviceEntry } from './service-entry.ts'
export { UniqueRefs } from './unique-refs.ts'
export { VulnerabilityList } from './vulnerability-list.ts'
