/** The library: Fireline's parts with Node's doors plugged in. */
export * from './core/index.ts'
