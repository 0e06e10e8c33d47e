import type { InjectionPoint } from '../point.ts'
import { basicUser } from './basic-user.ts'
import { bearer } from './bearer.ts'
import { cookie } from './cookie.ts'
import { form } from './form.ts'
import { header } from './header.ts'
import { json } from './json.ts'
import { multipart } from './multipart.ts'
import { path } from './path.ts'
import { pathParameter } from './path-parameter.ts'
import { query } from './query.ts'
import { xml } from './xml.ts'

/** Every kind of place that can be filled, in the order in which they are sent. */
export const points: readonly InjectionPoint[] = [
  header,
  query,
  cookie,
  form,
  json,
  basicUser,
  bearer,
  xml,
  multipart,
  path,
  pathParameter,
]
