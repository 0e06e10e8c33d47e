import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { archiveFormats } from '../../src/archive/index.ts'
import { callbackChannels } from '../../src/catch/channels/index.ts'
import { commandsFor } from '../../src/cli/commands/index.ts'
import { remedies } from '../../src/fix/index.ts'
import { logContainers } from '../../src/hunt/containers/index.ts'
import { traces } from '../../src/hunt/evidence/index.ts'
import { logFormats } from '../../src/hunt/formats/index.ts'
import { layers } from '../../src/hunt/layers/index.ts'
import { advisories } from '../../src/log4j/advisories/index.ts'
import { roles } from '../../src/log4j/roles/index.ts'
import { forms } from '../../src/lookup/index.ts'
import { points } from '../../src/probe/index.ts'
import { reporters } from '../../src/report/index.ts'
import { filesLike } from './source-files.ts'

/** Files of a seam's folder that are no plugin: its list, its tests, and what several plugins share. */
const shared: Readonly<Record<string, readonly string[]>> = {
  'src/probe/points': ['base64', 'body', 'field-names', 'header-names', 'percent-encode'],
  'src/lookup/forms': ['dead'],
  'src/log4j/advisories': ['advisory'],
  'src/log4j/roles': ['role'],
  'src/fix/remedies': ['remedy'],
  'src/hunt/containers': [
    'binary-xml',
    'capture',
    'capture-packets',
    'container',
    'fragments',
    'http-record',
    'segments',
    'streams',
    'template-names',
  ],
  'src/hunt/evidence': ['trace'],
  'src/hunt/formats': [
    'address-of',
    'answered',
    'claims',
    'columns',
    'comma-separated',
    'enclosing-object',
    'format',
    'format-chooser',
    'ip-protocol',
    'marks',
    'members',
    'name-asked',
    'parts',
    'quoted-fields',
    'record-text',
    'syslog-header',
    'windows-event',
    'zeek',
  ],
  'src/hunt/layers': ['layer'],
}

test.each([
  ['src/archive/formats', archiveFormats.map(({ id }) => id)],
  ['src/lookup/forms', forms.map(({ id }) => id)],
  ['src/probe/points', points.map(({ id }) => id)],
  ['src/catch/channels', callbackChannels.map(({ id }) => id)],
  ['src/fix/remedies', remedies.map(({ id }) => id)],
  ['src/hunt/containers', logContainers.map(({ id }) => id)],
  ['src/hunt/evidence', traces.map(({ id }) => id)],
  ['src/hunt/formats', logFormats.map(({ id }) => id)],
  ['src/hunt/layers', layers.map(({ id }) => id)],
  ['src/report/reporters', reporters.map(({ id }) => id)],
  ['src/log4j/advisories', advisories.map(({ id }) => id.toLowerCase())],
  ['src/log4j/roles', roles.map(({ id }) => id)],
  ['src/cli/commands', (await commandsFor([])).map(({ name }) => name)],
])('every plugin of %s is registered once, under the name of its file', (folder, registered) => {
  const files = filesLike(new RegExp(`^${folder}/[^/]+\\.ts$`))
    .map((name) => basename(name, '.ts'))
    .filter((name) => name !== 'index' && !name.endsWith('.test') && !(shared[folder] ?? []).includes(name))

  expect([...registered].sort()).toEqual(files.sort())
})
