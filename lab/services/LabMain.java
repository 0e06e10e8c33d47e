import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * What every service of the lab does: listen on 127.0.0.1 only, log the chosen fields of each request through the
 * Log4j release on the class path, say {@code READY <port> log4j=<release>} once, and end when standard input ends,
 * so that none outlives the process that started it.
 *
 * <p>Arguments: {@code --port N} (0 takes a free one), {@code --log FIELDS}, {@code --context FIELDS}; see Fields.
 */
final class LabMain {
    /** Loopback, and no argument changes it: these services are vulnerable on purpose. */
    static final String ADDRESS = "127.0.0.1";

    /** Requests with a longer body are cut there: the lab is no place to fill a heap. */
    private static final int BODY_LIMIT_BYTES = 1 << 20;

    /** One web server: starts on ADDRESS, hands over each request before it answers, returns the port. */
    interface Server {
        int start(int port, Consumer<LabRequest> log) throws Exception;
    }

    static void run(String[] args, Server server) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) options.put(args[i], args[i + 1]);
        FieldLog log = new FieldLog(
            new Fields.Selection(options.getOrDefault("--log", "")),
            new Fields.Selection(options.getOrDefault("--context", "")));
        int port = Integer.parseInt(options.getOrDefault("--port", "0"));
        try {
            port = server.start(port, log::write);
        } catch (Exception refused) {
            Throwable root = refused;
            while (root.getCause() != null) root = root.getCause();
            System.out.println("cannot listen on " + ADDRESS + ":" + port + ": " + root.getMessage());
            Runtime.getRuntime().halt(1);
        }
        System.out.println("READY " + port + " log4j=" + log4jRelease());
        while (System.in.read() >= 0) continue;
        Runtime.getRuntime().halt(0);
    }

    static byte[] readBody(InputStream body) throws IOException {
        return body.readNBytes(BODY_LIMIT_BYTES);
    }

    /** From the jar itself, not from its name: what runs is what is reported. */
    private static String log4jRelease() throws Exception {
        String file = "/META-INF/maven/org.apache.logging.log4j/log4j-core/pom.properties";
        try (InputStream in = Class.forName("org.apache.logging.log4j.core.LoggerContext").getResourceAsStream(file)) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        }
    }

    private LabMain() {}
}
