/** Written so that no program follows it: `hxxp://evil[.]example/a`. */
export function defanged(text: string): string {
  return withoutSchemes(text).replace(/(?<=[\w\])])\.(?=[\w[(])/g, '[.]')
}

function withoutSchemes(text: string): string {
  if (!text.includes('://')) return text
  return text.replace(/\b(h)tt(ps?:\/\/)/gi, '$1xx$2').replace(/\b(ldaps?|rmi|dns)(:\/\/)/gi, '$1[:]//')
}
