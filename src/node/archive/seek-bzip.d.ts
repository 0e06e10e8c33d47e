/** The library has no types of its own. */
declare module 'seek-bzip' {
  const Bunzip: object
  // eslint-disable-next-line no-restricted-exports -- the library exports it so
  export default Bunzip
}
