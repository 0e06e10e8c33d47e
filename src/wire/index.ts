/**
 * wire: DNS, BER and LDAP, JRMP, TLS hello and HTTP/1.1 messages. It parses anything without throwing, and can
 * encode benign messages only: nothing that a JVM could turn into an object.
 */
export {}
