/**
 * Endings of names under which archives lie. They are never needed to recognise one, which is done by content; they
 * say that a look is worth its cost, and that something which is no archive should be told.
 */
const zips =
  'jar war ear aar sar par kar nar rar hpi jpi lpkg wab eba apk far jmod zip zap ejb rar ipa xpi whl nupkg epub'
const others =
  'tar tgz gz bz2 tbz tbz2 xz txz lzma zst tzst lz4 7z cpio rpm deb ar iso img run sh bin exe cab xar oci bundle pack'

export const zipEndings: ReadonlySet<string> = new Set(zips.split(' '))
export const archiveEndings: ReadonlySet<string> = new Set([...zips.split(' '), ...others.split(' ')])

/** Endings of files that are plain by nature: inside an archive they are looked into only where they hardly shrank. */
export const plainEndings: ReadonlySet<string> = new Set(
  'java kt scala groovy js mjs ts map html htm css scss xml xsd dtd xsl properties json yml yaml md txt csv sql svg tld jsp ftl vm po mf sf rsa list'.split(
    ' ',
  ),
)
