import type { AdvisoryId, Product } from '../../src/core/index.ts'

const all = '(,)'

/**
 * Which releases publishers call affected, as they write it, in mathematical interval notation: Apache's page and VDR,
 * NVD for Log4j 1.x and reload4j, GitHub's advisories for Logback and log4j-api. Kept apart from the knowledge that it
 * is held against.
 *
 * @see https://logging.apache.org/security.html
 */
export const publishedLists: readonly (readonly [AdvisoryId, Product, readonly string[]])[] = [
  ['CVE-2021-44228', 'log4j-core', ['[2.0-beta9,2.3.1)', '[2.4,2.12.2)', '[2.13.0,2.15.0)']],
  ['CVE-2021-45046', 'log4j-core', ['[2.0-beta9,2.3.1)', '[2.4,2.12.3)', '[2.13.0,2.16.0)']],
  ['CVE-2021-45105', 'log4j-core', ['[2.0-alpha1,2.3.1)', '[2.4,2.12.3)', '[2.13.0,2.17.0)']],
  ['CVE-2021-44832', 'log4j-core', ['[2.0-beta7,2.3.1)', '[2.4,2.12.3)', '[2.13.0,2.17.0)']],
  ['CVE-2017-5645', 'log4j-core', ['[2.0-alpha1,2.8.2)']],
  ['CVE-2020-9488', 'log4j-core', ['[2.0-beta1,2.3.2)', '[2.4,2.12.3)', '[2.13.0,2.13.2)']],
  ['CVE-2020-9488', 'log4j', [all]],
  ['CVE-2020-9488', 'reload4j', ['(,1.2.18.3)']],
  ['CVE-2025-68161', 'log4j-core', ['[2.0-beta9,2.25.3)']],
  ['CVE-2026-34477', 'log4j-core', ['[2.12.0,2.25.4)', '[3.0.0-alpha1,3.0.0-beta3]']],
  ['CVE-2026-34478', 'log4j-core', ['[2.21.0,2.25.4)', '[3.0.0-beta1,3.0.0-beta3]']],
  ['CVE-2026-34479', 'log4j-1.2-api', ['[2.7,2.25.4)', '[3.0.0-alpha1,3.0.0-beta2]']],
  ['CVE-2026-34480', 'log4j-core', ['[2.0-alpha1,2.25.4)', '[3.0.0-alpha1,3.0.0-beta3]']],
  ['CVE-2026-34481', 'log4j-layout-template-json', ['[2.14.0,2.25.4)', '[3.0.0-alpha1,3.0.0-beta3]']],
  ['CVE-2026-49844', 'log4j-api', ['[2.13.1,2.25.5)', '[2.26.0,2.26.0]']],
  ['CVE-2019-17571', 'log4j', [all]],
  ['CVE-2019-17571', 'reload4j', []],
  ['CVE-2021-4104', 'log4j', [all]],
  ['CVE-2021-4104', 'reload4j', []],
  ['CVE-2022-23302', 'log4j', [all]],
  ['CVE-2022-23302', 'reload4j', ['(,1.2.18.1)']],
  ['CVE-2022-23305', 'log4j', ['[1.2.1,)']],
  ['CVE-2022-23305', 'reload4j', ['(,1.2.18.2)']],
  ['CVE-2022-23307', 'log4j', ['[1.2.1,)']],
  ['CVE-2022-23307', 'reload4j', ['(,1.2.18.1)']],
  ['CVE-2023-26464', 'log4j', [all]],
  ['CVE-2021-42550', 'logback-core', ['(,1.2.9)', '[1.3.0-alpha0,1.3.0-alpha11)']],
  ['CVE-2021-42550', 'logback-classic', ['(,1.2.9)', '[1.3.0-alpha0,1.3.0-alpha11)']],
  ['CVE-2026-1225', 'logback-core', ['(,1.5.25)']],
]
