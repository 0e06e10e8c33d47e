import type { ListenerSettings } from '../../src/catch/index.ts'

/** A listener for cb.test with one address of each family, where no name may go on unless a test says so. */
export function listenerSettings(changed: Partial<ListenerSettings> = {}): ListenerSettings {
  return {
    zone: 'cb.test',
    publicAddresses: ['192.0.2.7', '2001:db8::7'],
    mayGoOn: () => false,
    maxMessageBytes: 65_536,
    ...changed,
  }
}
