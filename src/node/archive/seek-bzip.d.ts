/** The library has no types of its own. */
declare module 'seek-bzip' {
  const Bunzip: object
  export default Bunzip
}
