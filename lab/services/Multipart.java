import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of multipart/form-data (RFC 7578): each one's name, file name and value. */
final class Multipart {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=(?:\"([^\"]+)\"|([^;\\s]+))");
    private static final Pattern NAME = Pattern.compile("(?i)content-disposition:[^\r\n]*[; ]name=\"([^\"\r\n]*)\"");
    private static final Pattern FILE_NAME = Pattern.compile("(?i)content-disposition:[^\r\n]*[; ]filename=\"([^\"\r\n]*)\"");

    static void collect(String contentType, String body, List<Fields.Field> fields) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) return;
        String mark = "--" + (boundary.group(1) != null ? boundary.group(1) : boundary.group(2));
        for (String part : body.split(Pattern.quote(mark))) {
            int blank = part.indexOf("\r\n\r\n");
            if (blank >= 0) part(part.substring(0, blank), part.substring(blank + 4), fields);
        }
    }

    private static void part(String head, String content, List<Fields.Field> fields) {
        Matcher name = NAME.matcher(head);
        if (!name.find()) return;
        fields.add(new Fields.Field("part-name", name.group(1), name.group(1)));
        Matcher fileName = FILE_NAME.matcher(head);
        if (fileName.find()) fields.add(new Fields.Field("part-filename", name.group(1), fileName.group(1)));
        String value = content.endsWith("\r\n") ? content.substring(0, content.length() - 2) : content;
        fields.add(new Fields.Field("part", name.group(1), value));
    }

    private Multipart() {}
}
