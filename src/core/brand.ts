declare const brand: unique symbol

/** A plain value that carries its meaning in its type, so that bytes cannot be passed for milliseconds. */
export type Branded<T, Name extends string> = T & { readonly [brand]: Name }
