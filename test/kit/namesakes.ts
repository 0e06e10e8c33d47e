/**
 * Java classes of other people that are called, and lie, as decisive classes of Log4j do, by file; several do the same
 * dangerous thing. None is Log4j.
 */
export const namesakes: Readonly<Record<string, string>> = {
  'com/acme/log4j/core/lookup/JndiLookup': `package com.acme.log4j.core.lookup;
import javax.naming.InitialContext;
public class JndiLookup {
  private static final String PREFIX = "java:comp/env/";
  public String lookup(String key) {
    try {
      return String.valueOf(new InitialContext().lookup(key.contains(":") ? key : PREFIX + key));
    } catch (Exception e) {
      throw new IllegalArgumentException("Error looking up JNDI resource", e);
    }
  }
}`,
  'com/acme/lookup/JndiLookup': `package com.acme.lookup;
import java.util.Map;
import java.util.function.Function;
import javax.naming.Context;
import javax.naming.InitialContext;
/** Of the same shape, and one method more. */
public class JndiLookup implements Function<String, String> {
  static final String CONTAINER_JNDI_RESOURCE_PATH_PREFIX = "java:comp/env/";
  public String apply(String key) { return lookup(null, key); }
  public String lookup(Map<String, String> event, String key) {
    try {
      Context context = new InitialContext();
      return (String) context.lookup(convertJndiName(key));
    } catch (Exception e) {
      return "?" + key;
    }
  }
  private String convertJndiName(String name) {
    return name.startsWith(CONTAINER_JNDI_RESOURCE_PATH_PREFIX) || name.indexOf(':') >= 0 ? name : CONTAINER_JNDI_RESOURCE_PATH_PREFIX + name;
  }
}`,
  'com/acme/net/JndiManager': `package com.acme.net;
import java.util.Properties;
import javax.naming.Context;
import javax.naming.InitialContext;
public class JndiManager implements AutoCloseable {
  private final Context context;
  public JndiManager(String factory, String url) throws Exception {
    Properties p = new Properties();
    p.put("java.naming.factory.initial", factory);
    if (url == null) System.err.println("The JNDI InitialContextFactory class name " + factory + " was provided, but there was no provider URL.");
    else p.put("java.naming.provider.url", url);
    context = new InitialContext(p);
  }
  @SuppressWarnings("unchecked") public <T> T lookup(String name) throws Exception { return (T) context.lookup(name); }
  public void close() throws Exception { context.close(); }
}`,
  'com/acme/text/StrSubstitutor': `package com.acme.text;
import java.util.Map;
public class StrSubstitutor {
  private final Map<String, String> values;
  public StrSubstitutor(Map<String, String> values) {
    if (values == null) throw new IllegalArgumentException("Variable prefix must not be null!");
    this.values = values;
  }
  public String replace(Object event, String source) {
    if (source.contains("Infinite loop")) throw new IllegalStateException("Infinite loop in property interpolation of " + source);
    return source.replace("\${", "").replace("}", values.getOrDefault(source, "Variable suffix must not be null!"));
  }
}`,
  'com/acme/lookup/Interpolator': `package com.acme.lookup;
import java.util.HashMap;
import java.util.Map;
public class Interpolator {
  private final Map<String, Object> lookups = new HashMap<>();
  public Interpolator() { lookups.put("jndi", new JndiLookup()); lookups.put("sys", System.getProperties()); }
  public Object lookup(String prefix) {
    Object found = lookups.get(prefix);
    if (found == null) throw new IllegalArgumentException("Unable to create Lookup for " + prefix);
    return found;
  }
}`,
  'com/acme/pattern/MessagePatternConverter': `package com.acme.pattern;
public final class MessagePatternConverter {
  private final String name = "Message";
  private final String style = "message";
  public void format(Object event, StringBuilder out) { out.append(name).append(style).append(event.toString().contains("\${")); }
  public static MessagePatternConverter newInstance(String[] options) { return new MessagePatternConverter(); }
}`,
  'com/acme/appender/db/jdbc/DataSourceConnectionSource': `package com.acme.appender.db.jdbc;
import javax.naming.InitialContext;
import javax.sql.DataSource;
public class DataSourceConnectionSource {
  public java.sql.Connection connect(String jndiName) throws Exception {
    if (jndiName == null || jndiName.isEmpty()) throw new IllegalArgumentException("No JNDI name provided");
    DataSource source = (DataSource) new InitialContext().lookup(jndiName);
    if (source == null) throw new IllegalStateException("No data source found with JNDI name " + jndiName);
    return source.getConnection();
  }
}`,
  'com/acme/net/JMSAppender': `package com.acme.net;
import javax.naming.InitialContext;
public class JMSAppender extends Thread {
  public Object activateOptions(String topic) throws Exception {
    System.out.println("Looking up topic name [" + topic + "].");
    return new InitialContext().lookup(topic);
  }
}`,
  'com/acme/net/JMSSink': `package com.acme.net;
import javax.naming.InitialContext;
public class JMSSink {
  public static void main(String[] args) throws Exception {
    if (args.length != 5) System.err.println("Usage: java JMSSink TopicConnectionFactoryBindingName TopicBindingName username password");
    System.out.println(new InitialContext().lookup(args[0]));
  }
}`,
  'com/acme/jdbc/JDBCAppender': `package com.acme.jdbc;
import java.sql.Connection;
import java.sql.DriverManager;
public class JDBCAppender {
  public void append(String text) throws Exception {
    try (Connection c = DriverManager.getConnection("jdbc:odbc:myLog", "me", "secret")) {
      c.createStatement().executeUpdate("insert into log values ('" + text + "')");
    }
  }
}`,
  'com/acme/net/SocketServer': `package com.acme.net;
import java.io.ObjectInputStream;
import java.net.ServerSocket;
import java.net.Socket;
public class SocketServer {
  public static void main(String[] args) throws Exception {
    ServerSocket server = new ServerSocket(4560);
    while (true) {
      System.out.println("Waiting to accept a new client.");
      Socket socket = server.accept();
      System.out.println(new ObjectInputStream(socket.getInputStream()).readObject());
    }
  }
}`,
  'com/acme/net/server/ObjectInputStreamLogEventBridge': `package com.acme.net.server;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.util.function.Consumer;
public class ObjectInputStreamLogEventBridge {
  public void logEvents(ObjectInputStream in, Consumer<Object> to) throws Exception { to.accept(in.readObject()); }
  public ObjectInputStream wrapStream(InputStream in) throws Exception { return new ObjectInputStream(in); }
}`,
  'com/acme/net/HardenedObjectInputStream': `package com.acme.net;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
public class HardenedObjectInputStream extends ObjectInputStream {
  public HardenedObjectInputStream(java.io.InputStream in) throws java.io.IOException { super(in); }
  protected Class<?> resolveClass(ObjectStreamClass c) throws java.io.IOException, ClassNotFoundException {
    if (!c.getName().startsWith("java.lang")) throw new InvalidClassException("Unauthorized deserialization attempt", c.getName());
    return super.resolveClass(c);
  }
}`,
  'com/acme/net/JNDIUtil': `package com.acme.net;
import javax.naming.Context;
import javax.naming.NamingException;
public class JNDIUtil {
  public static Object lookup(Context c, String name) throws NamingException {
    if (!name.startsWith("java:")) throw new NamingException("JNDI name must start with java:");
    return c.lookup(name);
  }
}`,
  'com/acme/net/ssl/SslConfiguration': `package com.acme.net.ssl;
import javax.net.ssl.SSLContext;
public class SslConfiguration {
  public static SslConfiguration create(String protocol, Object keys, Object trust, boolean verifyHostName) throws Exception {
    SSLContext.getInstance(protocol);
    SSLContext.getDefault();
    return new SslConfiguration();
  }
}`,
  'com/acme/util/JsonWriter': `package com.acme.util;
import java.math.BigDecimal;
import java.util.Map;
public class JsonWriter {
  public String write(Map<String, Object> map, StringBuilder out) {
    map.forEach((key, value) -> {
      if (key == null) throw new NullPointerException("null keys are not allowed");
      out.append('"').append(key).append("\\":").append(value instanceof BigDecimal ? value : (Object) ("\\"" + value + "\\""));
    });
    return out.toString();
  }
}`,
  'com/acme/util/Transform': `package com.acme.util;
public class Transform {
  public static String escape(String text) {
    return text.replace("]]>", "]]>]]&gt;<![CDATA[").replace("<", "&lt;").replace("'", "&#39;");
  }
}`,
  'com/acme/xml/XMLLayout': `package com.acme.xml;
import java.nio.charset.StandardCharsets;
public class XMLLayout {
  public byte[] format(String logger, String message) {
    return ("<log4j:event logger=\\"" + logger + "\\"><log4j:message><![CDATA[" + message + "]]></log4j:message></log4j:event>").getBytes(StandardCharsets.UTF_8);
  }
}`,
}
