/** A compiled module. */
export interface WasmModule {
  readonly kind: 'module'
}

export interface WasmMemory {
  readonly buffer: ArrayBuffer
  /** By pages of 64 KiB. Throws where there is no room. */
  grow(pages: number): number
}

/** What of WebAssembly is used. The types of Node 20 do not have it, and those of browsers have much besides. */
interface WebAssemblyApi {
  readonly Module: {
    new (bytes: Uint8Array): WasmModule
    imports(module: WasmModule): readonly { readonly name: string }[]
  }
  readonly Instance: new (module: WasmModule, imports: object) => { readonly exports: object }
}

export const { WebAssembly: webAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi } // see above
