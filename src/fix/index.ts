/**
 * fix: takes the way in away and can undo it. It plans over bytes and entries; files are written by who it is given.
 */
export {}
