import { zipOf } from '../../kit/archives/zip.ts'
import { type Expected, innocent, type Recipe } from '../recipe.ts'

const compiled = (
  id: string,
  says: string,
  sources: Readonly<Record<string, string>>,
  expected: Expected = innocent,
): Recipe => ({
  id,
  says,
  build: async (workshop) => {
    const files = Object.entries(sources).map(([name, text]) => ({ name, content: Buffer.from(text) }))
    const classes = await workshop.make('compile', ['javac', '--release', '11'], files)
    return [
      { path: 'app.jar', content: zipOf(classes) },
      ...classes.map(({ name, content }) => ({ path: `classes/${name}`, content })),
    ]
  },
  expected,
})

/** Classes of one's own that have the names, and do what they say, and are not Log4j. */
export const lookAlikes: readonly Recipe[] = [
  compiled('own-jndi-lookup', 'accuses no class of one’s own that is called JndiLookup and looks names up', {
    'com/acme/lookup/JndiLookup.java': `package com.acme.lookup;
public class JndiLookup {
  private static final String PREFIX = "java:comp/env/";
  public Object find(String name) throws javax.naming.NamingException {
    return new javax.naming.InitialContext().lookup(name.startsWith("java:") ? name : PREFIX + name);
  }
}`,
  }),
  compiled('own-jndi-manager', 'accuses no class of one’s own that is called JndiManager and looks names up', {
    'com/acme/net/JndiManager.java': `package com.acme.net;
import java.util.Properties;
import javax.naming.*;
public class JndiManager implements AutoCloseable {
  private final Context context;
  public JndiManager(String factory, String url) throws NamingException {
    Properties properties = new Properties();
    properties.setProperty(Context.INITIAL_CONTEXT_FACTORY, factory);
    if (url == null) System.err.println("The JNDI factory " + factory + " has no provider URL");
    else properties.setProperty("java.naming.provider.url", url);
    context = new InitialContext(properties);
  }
  @SuppressWarnings("unchecked")
  public <T> T lookup(String name) throws NamingException { return (T) context.lookup(name); }
  @Override public void close() throws NamingException { context.close(); }
}`,
  }),
  compiled('own-lookup-api', 'accuses no lookup of one’s own that implements an interface as that of Log4j does', {
    'com/acme/core/lookup/StrLookup.java': `package com.acme.core.lookup;
public interface StrLookup { String lookup(String key); String lookup(Object event, String key); }`,
    'com/acme/core/lookup/JndiLookup.java': `package com.acme.core.lookup;
import javax.naming.*;
public class JndiLookup implements StrLookup {
  static final String CONTAINER_JNDI_RESOURCE_PATH_PREFIX = "java:comp/env/";
  private final java.util.Map<String, String> allowed = java.util.Map.of("db", "jdbc/main", "mail", "mail/main");
  @Override public String lookup(String key) { return lookup(null, key); }
  @Override public String lookup(Object event, String key) {
    String name = allowed.get(key);
    if (name == null) throw new IllegalArgumentException("not allowed: " + key);
    try {
      Object found = new InitialContext().lookup("java:comp/env/" + name);
      return found == null ? null : String.valueOf(found);
    } catch (NamingException e) { return null; }
  }
}`,
  }),
  compiled('own-substitutor', 'accuses no substitutor of one’s own that says what that of Log4j says', {
    'com/acme/StrSubstitutor.java': `package com.acme;
public class StrSubstitutor {
  public String replace(String text, java.util.Map<String, String> values) {
    if (text == null) throw new IllegalArgumentException("Variable prefix must not be null!");
    if (values == null) throw new IllegalArgumentException("Variable suffix must not be null!");
    if (values.containsKey(text)) throw new IllegalStateException("Infinite loop in property interpolation of " + text);
    return text.replace("\${", "").replace("}", "");
  }
}`,
  }),
  compiled('own-scanner', 'accuses no scanner that has the names of the classes among its texts', {
    'com/acme/Scanner.java': `package com.acme;
public class Scanner {
  static final String[] BAD = {
    "org/apache/logging/log4j/core/lookup/JndiLookup", "java:comp/env/", "jndi", "Lookup",
    "Error looking up JNDI resource [{}].", "JNDI is not supported", "log4j2.enableJndi", "nolookups", "Message",
    "The JNDI InitialContextFactory class name [{}] was provided, but there was no associated provider URL. This is likely to cause problems.",
  };
  public static boolean bad(String text) {
    for (String each : BAD) if (text.contains(each)) return true;
    return false;
  }
}`,
  }),
]
