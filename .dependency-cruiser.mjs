import { floors, pureRooms } from './rooms.mjs'

const any = (rooms) => `^src/(${rooms.join('|')})/`
const notTests = '[.]test[.]ts$'

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...floors.flatMap((rooms, floor) =>
      rooms.map((room) => ({
        name: `${room}-imports-down-only`,
        comment: `${room} is on floor ${floor}: it may import itself and the floors below.`,
        severity: 'error',
        from: { path: any([room]) },
        to: { path: '^src/', pathNot: [any([room, ...floors.slice(0, floor).flat()])] },
      })),
    ),
    {
      name: 'enter-by-the-door',
      comment: 'Another room is entered through its index.ts, so that what is behind it can be moved.',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: notTests },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/index[.]ts$'] },
    },
    {
      name: 'pure-rooms-import-only-rooms',
      comment: 'No Node modules and no packages on floors 0 to 2; contract alone may use the schema library.',
      severity: 'error',
      from: { path: any(pureRooms), pathNot: [notTests, '^src/contract/'] },
      to: { pathNot: '^src/' },
    },
    {
      name: 'contract-uses-only-zod',
      severity: 'error',
      from: { path: '^src/contract/', pathNot: notTests },
      to: { pathNot: ['^src/', '(^|/)node_modules/zod/'] },
    },
    {
      name: 'doors-to-the-world-are-in-node',
      comment: 'Files, sockets and processes are opened in node/ and handed to the others.',
      severity: 'error',
      from: { path: '^src/', pathNot: [any(['node']), notTests] },
      to: { path: '^(node:)?(fs|net|dgram|dns|tls|https?|http2|child_process|worker_threads)(/|$)' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-dangling-imports', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-tests-in-the-product',
      severity: 'error',
      from: { path: '^src/', pathNot: notTests },
      to: { path: '[.]test[.]ts$|^test/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.test.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
