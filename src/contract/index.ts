/**
 * contract: the shapes that cross a border (reports, scope files, configuration, the listener's API) as schemas.
 * The one pure room with a package.
 */
export {}
