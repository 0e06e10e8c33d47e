import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.lookup.Interpolator;
import org.apache.logging.log4j.core.lookup.StrLookup;
import org.apache.logging.log4j.core.lookup.StrSubstitutor;
import org.apache.logging.log4j.core.pattern.MessagePatternConverter;
import org.apache.logging.log4j.message.SimpleMessage;

/**
 * Feeds strings to the real StrSubstitutor, and to the real converter of %m, of whichever Log4j is on the class path,
 * with its JNDI lookup, if it has one, replaced by a recorder that answers nothing: no name is ever looked up.
 *
 * In: one string a line, as UTF-8 in hexadecimal. Out, per line, for each of the two, divided by " | ": the result in
 * hexadecimal or "-" if there was none, the simple name of the exception or "-", then each JNDI name in hexadecimal.
 */
public final class SubstitutorOracle {
    private static final List<String> ASKED = new ArrayList<>();

    /** Answers as a failed lookup does. */
    static final class Recorder implements StrLookup {
        @Override
        public String lookup(String key) {
            ASKED.add(key.startsWith("java:comp/env/") || key.contains(":") ? key : "java:comp/env/" + key);
            return null;
        }

        @Override
        public String lookup(LogEvent event, String key) {
            return lookup(key);
        }
    }

    /** One way to have a text evaluated. */
    interface Way {
        String evaluate(LogEvent event, String text);
    }

    public static void main(String[] args) throws Exception {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        Configuration configuration = context.getConfiguration();
        StrSubstitutor substitutor = substitutorOf(configuration);
        recordJndi(substitutor);
        MessagePatternConverter converter = MessagePatternConverter.newInstance(configuration, null);
        Way once = substitutor::replace;
        Way message = (event, text) -> {
            StringBuilder written = new StringBuilder();
            converter.format(event, written);
            return written.toString();
        };
        PrintStream out = new PrintStream(System.out, false, "UTF-8");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String text = new String(unhex(line), StandardCharsets.UTF_8);
            out.println(answer(once, text) + " | " + answer(message, text));
        }
        out.flush();
    }

    private static String answer(Way way, String text) {
        ASKED.clear();
        String result = null;
        String failure = "-";
        try {
            result = way.evaluate(eventOf(text), text);
        } catch (RuntimeException | StackOverflowError e) {
            failure = e.getClass().getSimpleName();
        }
        StringBuilder line = new StringBuilder(result == null ? "-" : "=" + hex(result)).append(' ').append(failure);
        for (String name : ASKED) {
            line.append(" =").append(hex(name));
        }
        return line.toString();
    }

    /** The event of a message. The interface grew over the releases, so its methods are answered by name. */
    private static LogEvent eventOf(String text) {
        return (LogEvent) proxy(LogEvent.class, (self, method, args) -> {
            switch (method.getName()) {
                case "getMessage":
                    return new SimpleMessage(text);
                case "getMillis":
                case "getTimeMillis":
                    return 1639094400123L;
                case "getLevel":
                    return Level.INFO;
                case "getLoggerName":
                    return "com.acme.App";
                case "getThreadName":
                    return "http-nio-8080-exec-1";
                case "getThreadId":
                    return 31L;
                case "getContextMap":
                    return CONTEXT;
                case "getContextData":
                    return proxy(method.getReturnType(), (data, get, key) ->
                        get.getName().equals("getValue") ? CONTEXT.get(key[0]) : nothing(get));
                default:
                    return nothing(method);
            }
        });
    }

    private static final Map<String, String> CONTEXT = Collections.singletonMap("id", "r-${lower:Q}$");

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(SubstitutorOracle.class.getClassLoader(), new Class<?>[] {type}, handler);
    }

    private static Object nothing(Method method) {
        Class<?> type = method.getReturnType();
        return type == boolean.class ? (Object) false : type == int.class ? (Object) 0 : type == long.class ? (Object) 0L : null;
    }

    /** The one that layouts use at run time. It is the configuration's in every release. */
    private static StrSubstitutor substitutorOf(Configuration configuration) throws Exception {
        Method getter = configuration.getClass().getMethod("getStrSubstitutor");
        return (StrSubstitutor) getter.invoke(configuration);
    }

    /** Replaces the JNDI lookup in the map of every Interpolator that the substitutor resolves by. */
    private static void recordJndi(StrSubstitutor substitutor) throws Exception {
        Object resolver = substitutor.getVariableResolver();
        for (Field field : Interpolator.class.getDeclaredFields()) {
            if (!Map.class.isAssignableFrom(field.getType()) || !(resolver instanceof Interpolator)) {
                continue;
            }
            field.setAccessible(true);
            @SuppressWarnings("unchecked")
            Map<String, Object> lookups = (Map<String, Object>) field.get(resolver);
            if (lookups != null && lookups.containsKey("jndi")) {
                lookups.put("jndi", new Recorder());
            }
        }
    }

    private static String hex(String text) {
        StringBuilder digits = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            digits.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
        return digits.toString();
    }

    private static byte[] unhex(String digits) {
        byte[] bytes = new byte[digits.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
        }
        return bytes;
    }
}
