import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;

/** The vulnerable part, as thousands of services had it: what the client sent becomes part of a log message. */
final class FieldLog {
    /** The key that log4j2-context.xml reads. */
    private static final String LOGIN_ID = "loginId";

    private final Logger logger = LogManager.getLogger("lab");
    private final Fields.Selection logged;
    private final Fields.Selection context;

    FieldLog(Fields.Selection logged, Fields.Selection context) {
        this.logged = logged;
        this.context = context;
    }

    void write(LabRequest request) {
        ThreadContext.put(LOGIN_ID, "-");
        for (Fields.Field field : Fields.of(request)) {
            if (context.has(field)) ThreadContext.put(LOGIN_ID, field.value);
        }
        logger.error("a request came");
        for (Fields.Field field : Fields.of(request)) {
            if (logged.has(field)) logger.error("{} {}: {}", field.kind, field.name, field.value);
        }
        ThreadContext.remove(LOGIN_ID);
    }
}
