/** SYSLOG-MSG by the ABNF of RFC 5424 section 6, with one structured element. */
export const syslogMessage =
  /^<(?<pri>\d{1,3})>1 (?<time>-|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}Z) - fireline - (?<id>[\x21-\x7e]{1,32}) \[(?<sd>[^ =\]"]{1,32})(?<params>(?: [^ =\]"]{1,32}="(?:[^"\\\]]|\\["\\\]])*")*)\](?: (?<words>.*))?$/u
