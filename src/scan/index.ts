/**
 * scan: walks what it is given, hands bytes to those who can read them, and tells what was found and what could not
 * be looked into. It knows no file system, no process and no network: its doors are in `ports.ts`.
 */
export {}
