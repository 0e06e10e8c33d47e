// Writes docs/reference from the code that was built: `npm run docs`; with `--check` it only says what is stale.
import { spawnSync } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import ts from 'typescript'
import { archiveFormats } from '../dist/archive/index.js'
import { bandReleases, gapReasons, rungMeanings, rungs } from '../dist/core/index.js'
import { refusalReasons, remedies } from '../dist/fix/index.js'
import { logContainers } from '../dist/hunt/containers/index.js'
import { traces } from '../dist/hunt/evidence/index.js'
import { logFormats } from '../dist/hunt/formats/index.js'
import { layers } from '../dist/hunt/layers/index.js'
import { settings } from '../dist/log4j/configuration/settings.js'
import { advisories, products, roleOf } from '../dist/log4j/index.js'
import { roles } from '../dist/log4j/roles/index.js'
import { forms } from '../dist/lookup/index.js'
import { points } from '../dist/probe/index.js'
import { reporters } from '../dist/report/index.js'

const folder = new URL('../docs/reference/', import.meta.url)
const check = process.argv.includes('--check')

/** Cells of a table; a bar would end one. */
const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ')
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n')
const page = (title, intro, body) => `# ${title}\n\n${intro}\n\n${body}\n`

const pages = {
  'problems.md': page(
    'Problems',
    'What a command says when it cannot go on, by code. Codes never change once released; the command then ends with 3.',
    table(['code', 'what it says', 'what to do', 'declared in'], await problems()),
  ),
  'gaps.md': page(
    'Gaps',
    'Why something could not be examined. A gap is a result: it is printed beside the findings and changes the exit code.',
    table(
      ['reason', 'meaning'],
      Object.entries(gapReasons).map(([word, meaning]) => [`\`${word}\``, meaning]),
    ),
  ),
  'remedies.md': page(
    'Remedies',
    'What `fireline fix --remove` takes away. A class is known by what it contains, whatever it is called.',
    table(
      ['remedy', 'takes away', 'ends', 'what it costs', 'by default', 'advised by'],
      remedies.map(({ id, title, ends, costs, byDefault, sources }) => [
        `\`${id}\``,
        title,
        ends.join(', '),
        costs,
        byDefault ? 'yes' : 'no',
        sources.join(' '),
      ]),
    ),
  ),
  'refusals.md': page(
    'Refusals',
    'Why `fireline fix` leaves something as it is. Nothing of it is changed then, and the exit code is 1.',
    table(
      ['reason', 'meaning'],
      Object.entries(refusalReasons).map(([word, meaning]) => [`\`${word}\``, meaning]),
    ),
  ),
  'ladder.md': page(
    'The ladder',
    'What a probe may say of one injection point, lowest first. From `name-evaluated` on, evaluation is proven.',
    table(
      ['rung', 'meaning'],
      rungs.map((rung) => [`\`${rung}\``, rungMeanings[rung]]),
    ),
  ),
  'forms.md': page(
    'Forms',
    'Ways to write a lookup, each tested against real releases of every band.\n\n' +
      Object.entries(bandReleases)
        .map(([band, releases]) => `- band ${band}: ${releases}`)
        .join('\n'),
    table(
      ['form', 'what it is', 'fires on', 'example', 'seen in'],
      forms.map((form) => {
        const target = { scheme: form.schemes[0], host: 'cb.example', port: 1389, path: 'a' }
        return [
          `\`${form.id}\``,
          form.summary,
          form.firesOn.join(' '),
          `\`${form.write(target)}\``,
          form.seenIn.join(', '),
        ]
      }),
    ),
  ),
  'points.md': page(
    'Injection points',
    'Places in a request that a client controls, in the order in which they are sent.',
    table(
      ['point', 'what it is', 'smallest profile'],
      points.map(({ id, summary, profile }) => [`\`${id}\``, summary, profile]),
    ),
  ),
  'archive-formats.md': page(
    'Archive formats',
    'What a scan looks into, in any order of nesting. A format is told by what a file contains, never by its name, in the ' +
      'order in which they are asked here. What of one cannot be read (an encryption, a rare compression, a part that is ' +
      'missing) is a [gap](gaps.md) at its place, and the rest is read on.\n\n' +
      'Zip is read by its directory, and where that is lost by the headers of its entries. Its entries may be stored or ' +
      'compressed by deflate, Deflate64, bzip2, LZMA, xz or Zstandard.',
    table(
      ['format', 'what it is'],
      archiveFormats.map(({ id, summary }) => [`\`${id}\``, summary]),
    ),
  ),
  'log-formats.md': logFormatsPage(),
  'formats.md': page(
    'Formats',
    'What `--format` takes. `json` keeps to [report.schema.json](report.schema.json), each line of `jsonl` to ' +
      '[report-line.schema.json](report-line.schema.json), and a finding in either to ' +
      '[finding.schema.json](finding.schema.json). They are only ever extended within `/1`: bear members that you do ' +
      'not know. `text`, `json`, `jsonl`, `csv` and `syslog` come out as results come; the others are held until the end.\n\n' +
      'Every finding and every gap is in every document, and what came from outside is escaped: nothing in a file name, ' +
      'a class or an answer can act on who reads it. The same results make the same document: dates are those of the ' +
      'run, serial numbers follow from the content.',
    `${table(
      ['format', 'for', 'what it is', 'defined by', 'media type'],
      reporters.map(({ id, onlyFor = 'all', summary, definedBy, mediaType }) => [
        `\`${id}\``,
        onlyFor,
        summary,
        definedBy,
        mediaType,
      ]),
    )}\n\n${formatNotes()}`,
  ),
  'advisories.md': advisoriesPage(),
  'cli.md': page('Command line', 'The help of each command.', commandHelp()),
  ...(await schemas()),
}

let stale = 0
await mkdir(folder, { recursive: true })
for (const [name, text] of Object.entries(pages)) {
  const path = new URL(name, folder)
  const before = await readFile(path, 'utf8').catch(() => '')
  if (before === text) continue
  stale++
  if (check) console.error(`docs/reference/${name} is stale: run npm run docs`)
  else await writeFile(path, text)
}
console.log(
  check
    ? `${Object.keys(pages).length} pages checked, ${stale} stale`
    : `${Object.keys(pages).length} pages, ${stale} written`,
)
process.exitCode = check && stale > 0 ? 1 : 0

/** What `hunt` reads, what it takes of it, and what it knows of escapes and traces. */
function logFormatsPage() {
  const code = (text) => `\`${text.replaceAll('`', "'").replaceAll('\n', '⏎').replaceAll('\t', '→')}\``
  const words = { when: 'time', from: 'source address', request: 'request', userAgent: 'client', saw: 'who went out' }
  const taken = (reads) =>
    Object.entries(words)
      .filter(([name]) => reads.some((example) => example[name] !== undefined))
      .map(([, word]) => word)
      .join(', ') || 'its text'
  const formatRows = logFormats.map(({ id, summary, definedBy, examples: { reads } }) => [
    `\`${id}\``,
    summary,
    taken(reads),
    code(reads[0].record),
    definedBy,
  ])
  return page(
    'Log formats',
    'What `fireline hunt` reads. A format is known by what a record says, never by the name of a file; one file may hold ' +
      'several. Whatever a format makes of a record, the record itself is read too, and what is in no known format is read ' +
      'line by line. In the examples ⏎ stands for the end of a line and → for a tab.',
    `${table(['format', 'what it is', 'what is taken', 'example', 'defined by'], formatRows)}\n\n## Files that are no text\n\n` +
      `${table(
        ['kind', 'what it is', 'defined by'],
        logContainers.map(({ id, summary, definedBy }) => [`\`${id}\``, summary, definedBy]),
      )}\n\n## Layers\n\nEscapes that are undone, each by itself and in any order of nesting.\n\n` +
      `${table(
        ['layer', 'what is undone'],
        layers.map(({ id, summary }) => [`\`${id}\``, summary]),
      )}\n\n## Traces\n\nWhat is only written where a lookup was evaluated.\n\n` +
      table(
        ['trace', 'example', 'source'],
        traces.map(({ id, source, examples: { shows } }) => [`\`${id}\``, code(shows[0]), source]),
      ),
  )
}

/** What `scan` judges, by what it tells it, and what it reads of configurations. */
function advisoriesPage() {
  const interval = ({ from, before }) => `${from === null ? '(' : `[${from}`}, ${before === null ? '' : before})`
  const title = (role) => roleOf(role).title
  const shows = (mark) => {
    const [role, id] = mark.split('/')
    const feature = roleOf(role).features.find((each) => each.id === id)
    return feature === undefined ? `${title(role)} is there` : `${title(role)} ${feature.shows}`
  }
  const rows = advisories.flatMap(({ id, title: what, cvss, severity, sources, modules }) =>
    modules.map(({ product, affected, fixedIn, needs, code, disputes }) => [
      `${id}: ${what}`,
      `${severity} ${cvss}`,
      `\`${product}\``,
      affected.map(interval).join(' ∪ '),
      fixedIn.join(', ') || 'none',
      code.ways.map((way) => way.map(title).join(' with ')).join('; or '),
      code.fixedBy.map(shows).join('; or ') || 'nothing',
      needs,
      sources.map((source, index) => `[${index + 1}](${source})`).join(' '),
      disputes.map(({ says }) => says).join(' '),
    ]),
  )
  const roleRows = roles.map(({ id, product, called, features }) => [
    `\`${id}\``,
    products[product].title,
    called.map((name) => `\`${name.slice(name.lastIndexOf('/') + 1)}\``).join(', '),
    features.map(({ shows: words }) => words).join('; ') || '–',
  ])
  const settingRows = settings.map(({ id, dialects, means }) => [`\`${id}\``, dialects.join(', '), means])
  return page(
    'Advisories',
    'What `scan` judges: each flaw, for each product that has it. The classes decide, whatever metadata says and ' +
      'whatever they are called: there is a way in if its classes are there and can be loaded, and the flaw is fixed if ' +
      'one of the marks shows. Ranges are those that the code of the releases shows, `[from, before)`; where a ' +
      'publisher gives others, the last column says so, and findings show both.',
    `${table(
      [
        'advisory',
        'severity',
        'product',
        'affected',
        'fixed in',
        'the way in',
        'what shows the fix',
        'what it takes',
        'sources',
        'disputed',
      ],
      rows,
    )}\n\n## Classes\n\nEach is told by what it contains: texts, calls into the platform, its shape. So neither another ` +
      `package nor other names hide it.\n\n${table(['role', 'product', 'called in releases', 'what it may show'], roleRows)}` +
      `\n\n## Settings\n\nWhat is read of configurations that lie in or beside an archive. It is told with a finding and ` +
      `changes no verdict.\n\n${table(['setting', 'where', 'what it means'], settingRows)}`,
  )
}

/** Problems as they are declared, by a look at the sources: the makers of a room are not all exported. */
async function problems() {
  const src = new URL('../src/', import.meta.url)
  const rows = []
  for (const name of (await readdir(src, { recursive: true })).sort()) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue
    const text = await readFile(new URL(name, src), 'utf8')
    const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true)
    const visit = (node) => {
      if (ts.isCallExpression(node) && node.expression.getText() === 'problem' && ts.isStringLiteral(node.arguments[0]))
        rows.push([`\`${node.arguments[0].text}\``, ...descriptionOf(node.arguments[1]), `\`src/${name}\``])
      ts.forEachChild(node, visit)
    }
    visit(file)
  }
  return rows.sort(([a], [b]) => (a < b ? -1 : 1))
}

/** The sentences of a problem, with a name in angle brackets where a value comes in. */
function descriptionOf(maker) {
  const sentences = { message: '', hint: '' }
  const visit = (node) => {
    if (ts.isPropertyAssignment(node) && node.name.getText() in sentences)
      sentences[node.name.getText()] = sentenceOf(node.initializer)
    ts.forEachChild(node, visit)
  }
  visit(maker)
  if (sentences.message === '' || sentences.hint === '') throw new Error(`not understood: ${maker.getText()}`)
  return [sentences.message, sentences.hint]
}

function sentenceOf(node) {
  if (ts.isStringLiteralLike(node)) return node.text
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map((span) => sentenceOf(span.expression) + span.literal.text).join('')
  if (ts.isConditionalExpression(node))
    return [node.whenTrue, node.whenFalse].map(sentenceOf).filter(Boolean).join(' / ')
  if (ts.isParenthesizedExpression(node)) return sentenceOf(node.expression)
  if (ts.isBinaryExpression(node)) {
    const parts = [node.left, node.right]
    return ts.isNumericLiteral(node.right) ? nameOf(node.left) : parts.map(sentenceOf).join('')
  }
  return nameOf(node)
}

/** Which value comes in, without what is done to show it: `ports.map(show).join(', ')` are the ports. */
function nameOf(node) {
  if (ts.isCallExpression(node)) {
    const { expression } = node
    const shown = ts.isPropertyAccessExpression(expression) && expression.expression.getText() !== 'JSON'
    return nameOf(shown ? expression.expression : node.arguments[0])
  }
  if (ts.isPropertyAccessExpression(node)) return nameOf(node.name)
  return `‹${node.getText().replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}›`
}

/** How findings and gaps are told where a format has no place of its own for them. */
function formatNotes() {
  const notes = {
    'What a status is called': table(
      ['finding', '`cyclonedx` (analysis state)', '`openvex` (status)', '`sarif`'],
      [
        ['affected', 'exploitable', 'affected, with an action', 'a result of the rule of the CVE'],
        ['under_investigation', 'in_triage', 'under_investigation', 'a result of the rule of the CVE, a warning'],
        ['not_affected', 'not_affected', 'not_affected, with a justification or in words', 'no result'],
        ['fixed', 'resolved', 'fixed', 'no result'],
        [
          'a gap',
          'a property `fireline:gap:REASON`',
          'under_investigation, about the place',
          'a notification of the run',
        ],
      ],
    ),
    sarif:
      'A component that no advisory affects is one result of the rule `component-listed`, of kind `pass` and level ' +
      '`none`. The location is the file on disk, the nesting in it is a logical location. Where there are more than ' +
      '25,000 results, further runs follow, each under a category of its own.',
    csv:
      'A component is one row, so that rows count places, with a column of CVEs for each status. Go by the names of ' +
      'columns, not by their places. A cell that a spreadsheet would run as a formula begins with an apostrophe.',
    openvex:
      'The product of a statement is the place (`file:///srv/a.war#WEB-INF/lib/b.jar`, `pkg:generic/…` for a relative ' +
      'path, the URL of a service), its subcomponent the library by its package URL: one release can be mitigated in ' +
      'one place and not in another. A document must have a statement; without any finding it is about no product.',
    syslog:
      'Facility 13 (log audit). Something vulnerable is of severity 2 (critical) to 6 (informational) as the finding ' +
      'is, a gap 4 (warning), everything else 6. The host is `-`, for a relay to fill in. Each line is a whole ' +
      'message.',
    prometheus:
      'For the textfile collector of node_exporter: `fireline scan / --format prometheus --output ' +
      '/var/lib/node_exporter/fireline-scan.prom`. One file for each verb. Everything is a gauge of the last run; ' +
      'findings and gaps themselves are comments, so that the number of series stays small.\n\n' +
      table(
        ['series', 'labels'],
        [
          ['`fireline_vulnerable`', '`verb`'],
          ['`fireline_findings`', '`verb`, `kind`, `cve`, `status`, `severity`'],
          ['`fireline_components`', '`verb`, `product`, `version`, `standing`, `severity`'],
          ['`fireline_gaps`', '`verb`, `because`'],
          ['`fireline_run_complete`, `fireline_run_end_timestamp_seconds`, `fireline_run_duration_seconds`', '`verb`'],
          ['`fireline_run_stat`', '`verb`, `stat`'],
          ['`fireline_build_info`', '`verb`, `version`'],
        ],
      ),
  }
  return Object.entries(notes)
    .map(([title, text]) => `## ${title}\n\n${text}`)
    .join('\n\n')
}

function commandHelp() {
  const main = new URL('../dist/bundle/fireline.js', import.meta.url).pathname
  const help = (...args) =>
    spawnSync(process.execPath, [main, ...args, '--help'], {
      encoding: 'utf8',
      env: { ...process.env, COLUMNS: '100' },
    }).stdout
  const verbs = [...help().matchAll(/^ {2}(\w+) /gm)].map(([, verb]) => verb).filter((verb) => verb !== 'help')
  return [['fireline', help()], ...verbs.map((verb) => [`fireline ${verb}`, help(verb)])]
    .map(([title, text]) => `## ${title}\n\n\`\`\`text\n${text.trimEnd()}\n\`\`\``)
    .join('\n\n')
}

async function schemas() {
  const { z } = await import('zod')
  const contract = await import('../dist/contract/index.js')
  const named = {
    'scope.schema.json': contract.scopeFileSchema,
    'report.schema.json': contract.reportSchema,
    'report-line.schema.json': contract.reportLineSchema,
    'finding.schema.json': contract.findingSchema,
    'fix-report.schema.json': contract.fixReportSchema,
    'fix-manifest-line.schema.json': contract.fixManifestLineSchema,
  }
  return Object.fromEntries(
    Object.entries(named).map(([name, schema]) => [
      name,
      `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`,
    ]),
  )
}
