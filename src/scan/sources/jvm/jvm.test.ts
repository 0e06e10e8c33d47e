import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readLaunch, splitOptions } from './launch.ts'
import { manifestClassPath } from './manifest-class-path.ts'
import { bootSeconds, mappedFiles, partsByZero, readEnvironment, readStatus, startTicks } from './proc-text.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const launch = (line: string, environment: Record<string, string> = {}) =>
  readLaunch(['java', ...splitOptions(line)], environment)

describe('what a command line says', () => {
  test.each<[string, string, readonly string[], string]>([
    ['a class path', '-cp a.jar:lib/*:classes Main --x', ['a.jar', 'lib/*', 'classes'], 'Main'],
    ['its long form', '--class-path=a.jar Main', ['a.jar'], 'Main'],
    ['the last of two', '-cp a.jar -classpath b.jar Main', ['b.jar'], 'Main'],
    ['-jar, which overrules it', '-cp a.jar -jar app.jar -cp c.jar', ['app.jar'], 'app.jar'],
    ['modules', '-p mods:more --module-path x -m my.app/my.Main', ['mods', 'more', 'x'], 'my.app/my.Main'],
    ['an option of a module before', '--add-opens a/b=ALL-UNNAMED -cp a.jar Main', ['a.jar'], 'Main'],
    [
      'an agent, which is on the class path too',
      '-javaagent:/opt/agent.jar=x=y,-cp -cp a.jar Main',
      ['a.jar', '/opt/agent.jar'],
      'Main',
    ],
    ['what is added to the boot path', '-Xbootclasspath/a:boot.jar -cp a.jar Main', ['a.jar', 'boot.jar'], 'Main'],
    ['an empty part, which is the working directory', '-cp a.jar: Main', ['a.jar', '.'], 'Main'],
    ['no class path', 'Main -cp not-mine.jar', [], 'Main'],
  ])('%s', (_case, line, classPath, runs) => {
    expect(launch(line)).toMatchObject({ classPath, runs })
  })

  test('the class path of the environment holds where the command line has none', () => {
    expect(launch('Main', { CLASSPATH: 'env.jar' }).classPath).toEqual(['env.jar'])
    expect(launch('-cp a.jar Main', { CLASSPATH: 'env.jar' }).classPath).toEqual(['a.jar'])
  })

  test('mitigations are kept, secrets are not', () => {
    const { properties, environment } = launch('-Dlog4j2.formatMsgNoLookups=true -Ddb.password=s3cret -cp a Main', {
      LOG4J_FORMAT_MSG_NO_LOOKUPS: 'true',
      AWS_SECRET_ACCESS_KEY: 's3cret',
    })

    expect(properties).toEqual({ 'log4j2.formatMsgNoLookups': 'true' })
    expect(environment).toEqual({ LOG4J_FORMAT_MSG_NO_LOOKUPS: 'true' })
  })

  test('the command line overrules JAVA_TOOL_OPTIONS, and _JAVA_OPTIONS overrules both', () => {
    const set = (value: string) => `-Dlog4j2.enableJndi=${value}`
    const inAll = { JAVA_TOOL_OPTIONS: set('tool'), _JAVA_OPTIONS: set('last') }

    expect(launch(`${set('line')} Main`, { JAVA_TOOL_OPTIONS: set('tool') }).properties['log4j2.enableJndi']).toBe(
      'line',
    )
    expect(launch(`${set('line')} Main`, inAll).properties['log4j2.enableJndi']).toBe('last')
    expect(launch('Main', { JDK_JAVA_OPTIONS: set('jdk') }).properties['log4j2.enableJndi']).toBe('jdk')
  })

  test('options after the main class belong to the application', () => {
    expect(launch('Main -Dlog4j2.formatMsgNoLookups=true').properties).toEqual({})
  })

  test('argument files are read', () => {
    const read = (path: string) => (path === 'opts' ? '# class path\n-cp "a b.jar:c.jar"\n-Dlog4j2.x=1' : null)

    expect(readLaunch(['java', '@opts', 'Main'], {}, read)).toMatchObject({
      classPath: ['a b.jar', 'c.jar'],
      properties: { 'log4j2.x': '1' },
      runs: 'Main',
    })
  })

  test('any arguments are read to their end', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('-cp', '-jar', '-D', '--module', '@x'))), (args) => {
        expect(typeof readLaunch(args, {}, () => '-cp').runs).toBe('string')
      }),
    )
  })
})

describe('texts of /proc', () => {
  test('each mapped file once, with the mark of deletion taken off', () => {
    const maps = [
      '7f00-7f01 r--s 00000000 08:01 42                         /opt/a b.jar',
      '7f02-7f03 r--s 00001000 08:01 42                         /opt/a b.jar',
      '7f04-7f05 r--p 00000000 00:2f 43                         /opt/old.jar (deleted)',
      '7f06-7f07 rw-p 00000000 00:00 0                          [heap]',
      '7f08-7f09 rw-p 00000000 00:00 0 ',
      '7f0a-7f0b r--p 00000000 08:01 44                         /opt/new\\012line.jar',
    ].join('\n')

    expect([...mappedFiles(maps)]).toEqual([
      { path: '/opt/a b.jar', inode: 42, deleted: false, range: '7f00-7f01' },
      { path: '/opt/old.jar', inode: 43, deleted: true, range: '7f04-7f05' },
      { path: '/opt/new\nline.jar', inode: 44, deleted: false, range: '7f0a-7f0b' },
    ])
  })

  test('empty arguments count, the last NUL does not', () => {
    expect(partsByZero(bytes('java\0\0-x\0'))).toEqual(['java', '', '-x'])
    expect(partsByZero(bytes(''))).toEqual([])
  })

  test('the first of two variables of one name holds', () => {
    expect(readEnvironment(bytes('A=1\0A=2\0=x\0B=\0junk\0__proto__=1\0'))).toEqual(
      Object.fromEntries([
        ['A', '1'],
        ['B', ''],
        ['__proto__', '1'],
      ]),
    )
  })

  test('the start is found behind a name that holds brackets and blanks', () => {
    expect(startTicks(`12 (a) R (b) S ${Array.from({ length: 30 }, (_, i) => i + 4).join(' ')}`)).toBe(22)
    expect(startTicks('12 (java)')).toBeNull()
  })

  test('user, inner number and boot time', () => {
    expect(readStatus('Name:\tjava\nUid:\t1000\t1001\t1000\t1000\nNSpid:\t4711\t1\n')).toEqual({
      uid: 1001,
      innerPid: 1,
    })
    expect(readStatus('')).toEqual({ uid: null, innerPid: null })
    expect(bootSeconds('cpu 1\nbtime 1700000000\n')).toBe(1_700_000_000)
  })
})

describe('the class path of a manifest', () => {
  test.each([
    ['relative to the jar', 'Class-Path: lib/a.jar ../b.jar', ['/opt/my app/lib/a.jar', '/opt/b.jar']],
    [
      'over folded lines',
      'Class-Path: lib/a.j\r\n ar lib/\r\n b.jar',
      ['/opt/my app/lib/a.jar', '/opt/my app/lib/b.jar'],
    ],
    ['absolute and escaped', 'Class-Path: file:///x%20y/a.jar', ['/x y/a.jar']],
    ['from elsewhere, which is not on this disk', 'Class-Path: http://x.example/a.jar file://host/a.jar', []],
    ['of a part of the jar, which does not count', 'Main-Class: A\n\nName: x\nClass-Path: a.jar', []],
    ['none', 'Manifest-Version: 1.0', []],
  ])('%s', (_case, manifest, expected) => {
    expect(manifestClassPath(`Manifest-Version: 1.0\n${manifest}\n`, '/opt/my app/app.jar')).toEqual(expected)
  })
})
