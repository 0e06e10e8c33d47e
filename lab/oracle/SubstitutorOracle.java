import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.lookup.Interpolator;
import org.apache.logging.log4j.core.lookup.StrLookup;
import org.apache.logging.log4j.core.lookup.StrSubstitutor;

/**
 * Feeds strings to the real StrSubstitutor of whichever Log4j is on the class path, with its JNDI lookup, if it
 * has one, replaced by a recorder that answers nothing: no name is ever looked up.
 *
 * In: one string a line, as UTF-8 in hexadecimal. Out, per line: the result in hexadecimal or "-" if there was
 * none, the simple name of the exception or "-", then each JNDI name in hexadecimal.
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
        public String lookup(org.apache.logging.log4j.core.LogEvent event, String key) {
            return lookup(key);
        }
    }

    public static void main(String[] args) throws Exception {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        StrSubstitutor substitutor = substitutorOf(context.getConfiguration());
        recordJndi(substitutor);
        PrintStream out = new PrintStream(System.out, false, "UTF-8");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(answer(substitutor, new String(unhex(line), StandardCharsets.UTF_8)));
        }
        out.flush();
    }

    private static String answer(StrSubstitutor substitutor, String text) {
        ASKED.clear();
        String result = null;
        String failure = "-";
        try {
            result = substitutor.replace(text);
        } catch (RuntimeException | StackOverflowError e) {
            failure = e.getClass().getSimpleName();
        }
        StringBuilder line = new StringBuilder(result == null ? "-" : "=" + hex(result)).append(' ').append(failure);
        for (String name : ASKED) {
            line.append(" =").append(hex(name));
        }
        return line.toString();
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
            digits.append(String.format("%02x", b));
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
