import { setFlagsFromString } from 'node:v8'

/**
 * Has V8 collect what is let go of when its heap has grown by half. By itself it lets it grow to some times what is in use
 * where a program lets go of much, as one does that prints what it finds. It is for all threads of the process: for a command to
 * ask, not for the library.
 */
export function keepHeapLean(): void {
  setFlagsFromString('--heap-growing-percent=50')
}
