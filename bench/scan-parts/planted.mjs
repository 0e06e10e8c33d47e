import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync, inflateRawSync } from 'node:zlib'
import { relocated } from './relocate.mjs'
import { debOf, tarOf } from './tar.mjs'
import { deflated, readZip, stored, zipOf } from './zip.mjs'

/**
 * Places that have CVE-2021-44228, one folder each, so that a line of any scanner's output tells by its path which
 * was found. Each is made from the real jar of a release. `log4j`: where those lie.
 */
export function plant(folder, log4j) {
  const jar = (version) => readFileSync(join(log4j, `log4j-core-${version}.jar`))
  const core = jar('2.14.1')
  const members = () => readZip(core)
  for (const [place, make] of Object.entries(recipes({ jar, core, members }))) {
    const path = join(folder, place)
    mkdirSync(dirname(path), { recursive: true })
    make(path)
  }
}

/** The folders that {@link plant} makes: what is to be found. */
export const plantedFolders = Object.keys(recipes({})).map((place) => place.split('/')[0])

function recipes({ jar, core, members }) {
  const write = (content) => (path) => writeFileSync(path, content())
  const lib = 'log4j-core-2.14.1.jar'
  const unversioned = () => members().filter(({ name }) => !/^META-INF\/(?:maven|MANIFEST)/.test(name))
  const content = ({ method, packed }) => (method === 0 ? packed : inflateRawSync(packed))
  const classes = () => members().filter(({ name }) => name.endsWith('.class'))
  const nested = (depth) => (depth === 0 ? core : zipOf([deflated(`level-${depth}.jar`, nested(depth - 1))]))
  return {
    'plain/log4j-core-2.14.1.jar': write(() => core),
    'beta/log4j-core-2.0-beta9.jar': write(() => jar('2.0-beta9')),
    'early/log4j-core-2.0.2.jar': write(() => jar('2.0.2')),
    'java6/log4j-core-2.3.jar': write(() => jar('2.3')),
    'java7/log4j-core-2.12.1.jar': write(() => jar('2.12.1')),
    'renamed/logging.jar': write(() => jar('2.8.1')),
    'no-extension/logging': write(() => jar('2.11.2')),
    'other-extension/app.bin': write(() => jar('2.13.3')),
    'script/bundle.js': write(() => core),
    'upper-case/LOG4J.JAR': write(() => core),
    'plugin/logging.hpi': write(() => zipOf([deflated(`WEB-INF/lib/${lib}`, core)])),
    'node/node_modules/bridge/lib/core.jar': write(() => core),
    'boot/app.jar': write(() => zipOf([stored(`BOOT-INF/lib/${lib}`, core)])),
    'war/shop.war': write(() => zipOf([deflated(`WEB-INF/lib/${lib}`, core)])),
    'ear/suite.ear': write(() => zipOf([deflated('shop.war', zipOf([deflated(`WEB-INF/lib/${lib}`, core)]))])),
    'uber/all.jar': write(() => zipOf(unversioned())),
    'relocated/plugin.jar': write(() =>
      zipOf(
        classes().map((member) => {
          const [from, to] = ['org/apache/logging/log4j', 'com/acme/inner/journal']
          return deflated(member.name.replace(from, to), relocated(content(member), from, to))
        }),
      ),
    ),
    'agent/agent.jar': write(() =>
      zipOf(classes().map(({ name, ...rest }) => ({ name: `inst/${name}data`, ...rest }))),
    ),
    'exploded/WEB-INF/classes/': (path) => {
      for (const member of members()) {
        const target = join(path, member.name)
        mkdirSync(member.name.endsWith('/') ? target : dirname(target), { recursive: true })
        if (!member.name.endsWith('/')) writeFileSync(target, content(member))
      }
    },
    'distribution/app-1.0.tar.gz': write(() => gzipSync(tarOf([[`app-1.0/lib/${lib}`, core]]))),
    'distribution-zip/app-1.0.zip': write(() => zipOf([deflated(`app-1.0/lib/${lib}`, core)])),
    'image/image.tar': write(() => {
      const layer = tarOf([[`opt/app/lib/${lib}`, core]])
      const manifest = JSON.stringify([{ Config: 'c.json', RepoTags: ['shop:1'], Layers: ['a/layer.tar'] }])
      const config = JSON.stringify({ rootfs: { type: 'layers', diff_ids: [] } })
      return tarOf([
        ['a/layer.tar', layer],
        ['c.json', Buffer.from(config)],
        ['manifest.json', Buffer.from(manifest)],
      ])
    }),
    'blob/blobs/sha256/6f1ce0': write(() => gzipSync(tarOf([[`opt/app/lib/${lib}`, core]]))),
    'self-executing/tool': write(() =>
      Buffer.concat([Buffer.from('#!/bin/sh\nexec java -jar "$0" "$@"\n'), zipOf([stored(`lib/${lib}`, core)])]),
    ),
    'compressed/log4j-core.jar.gz': write(() => gzipSync(core)),
    'xz/app.tar.xz': write(() =>
      execFileSync('xz', ['-c'], { input: tarOf([[`lib/${lib}`, core]]), maxBuffer: 2 ** 26 }),
    ),
    'deb/app.deb': write(() => debOf(gzipSync(tarOf([[`./usr/share/java/${lib}`, core]])))),
    'deep/outer.zip': write(() => nested(9)),
    'truncated/log4j-core.jar': write(() => zipOf(members(), { directory: false })),
  }
}
