import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync, inflateRawSync } from 'node:zlib'
import { tarOf } from './tar.mjs'
import { deflated, readZip, stored, writeZip, zipOf } from './zip.mjs'

/**
 * What applications are delivered as, made from real libraries: each takes two of three of them, others each time, so
 * that the same library lies in many, as on a real server.
 */
export function makeApplications(folder, jars, number) {
  const libraries = librariesOf(jars, number)
  mkdirSync(folder, { recursive: true })
  writeZip(join(folder, `boot-${number}.jar`), bootJar(libraries))
  writeZip(join(folder, `shop-${number}.war`), war(libraries.slice(0, 50)))
  if (number % 6 === 0) {
    const inner = zipOf(war(libraries.slice(0, 40)))
    const small = libraries.slice(40, 70).map(({ name, content }) => deflated(`lib/${name}`, content))
    writeZip(join(folder, `suite-${number}.ear`), [...small, deflated('shop.war', inner)])
  }
  if (number % 2 === 0) writeZip(join(folder, `uber-${number}.jar`), uberJar(libraries.slice(10, 60)))
  if (number % 9 === 1) writeFileSync(join(folder, `dist-${number}.tar.gz`), distribution(libraries))
  if (number % 9 === 2) writeZip(join(folder, `dist-${number}.zip`), libraries.map(inDistribution))
  if (number % 9 === 3) writeFileSync(join(folder, `image-${number}.tar`), image(libraries))
  if (number === 4) explode(join(folder, 'webapp'), war(libraries.slice(0, 20)))
}

function librariesOf(jars, number) {
  const names = readdirSync(jars).filter((name) => name.endsWith('.jar'))
  const chosen = names.sort().filter((_name, i) => (i * 7 + number * 5) % 3 !== 0)
  // Turned by a few, so that cutting off a part leaves another part each time.
  return [...chosen.slice(number * 3), ...chosen.slice(0, number * 3)].map((name) => ({
    name,
    content: readFileSync(join(jars, name)),
  }))
}

/** As the Spring Boot plugins write them: libraries are stored, not compressed again. */
function bootJar(libraries) {
  return [
    deflated('META-INF/MANIFEST.MF', Buffer.from('Manifest-Version: 1.0\nMain-Class: app.Main\n')),
    deflated('BOOT-INF/classes/application.yml', Buffer.from('server:\n  port: 8080\n')),
    ...libraries.map(({ name, content }) => stored(`BOOT-INF/lib/${name}`, content)),
  ]
}

function war(libraries) {
  return [
    deflated('META-INF/MANIFEST.MF', Buffer.from('Manifest-Version: 1.0\n')),
    deflated('WEB-INF/web.xml', Buffer.from('<web-app version="4.0"/>')),
    ...libraries.map(({ name, content }) => deflated(`WEB-INF/lib/${name}`, content)),
  ]
}

/** All members of all jars in one, the first of each name. */
function uberJar(libraries) {
  const members = new Map()
  for (const { content } of libraries) {
    for (const member of readZip(content)) if (!members.has(member.name)) members.set(member.name, member)
  }
  return [...members.values()].filter(({ name }) => !name.endsWith('/'))
}

function inDistribution({ name, content }) {
  return deflated(`app-1.0/lib/${name}`, content)
}

function distribution(libraries) {
  return gzipSync(tarOf(libraries.map(({ name, content }) => [`app-1.0/lib/${name}`, content])))
}

/** What `docker save` wrote before it wrote OCI layouts: layers as tars in a tar. */
function image(libraries) {
  const half = Math.ceil(libraries.length / 2)
  const layerOf = (some) => tarOf(some.map(({ name, content }) => [`opt/app/lib/${name}`, content]))
  const layers = ['a/layer.tar', 'b/layer.tar']
  return tarOf([
    [layers[0], layerOf(libraries.slice(0, half))],
    [layers[1], layerOf(libraries.slice(half))],
    ['c.json', Buffer.from('{"rootfs":{"type":"layers","diff_ids":[]}}')],
    ['manifest.json', Buffer.from(JSON.stringify([{ Config: 'c.json', RepoTags: ['app:1'], Layers: layers }]))],
  ])
}

/** A web application as its server unpacks it, one of its libraries too. */
function explode(folder, members) {
  const libraries = members.filter(({ name }) => name.endsWith('.jar'))
  for (const { name, packed, method } of members) put(folder, name, method === 0 ? packed : inflateRawSync(packed))
  for (const library of libraries.slice(0, 2)) {
    for (const { name, packed, method } of readZip(inflateRawSync(library.packed))) {
      if (!name.endsWith('/'))
        put(join(folder, 'WEB-INF', 'classes'), name, method === 0 ? packed : inflateRawSync(packed))
    }
  }
}

function put(folder, name, content) {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}
