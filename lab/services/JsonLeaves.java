import java.util.List;

/** The strings of a JSON text, each under the nearest name above it. What is not JSON has none. */
final class JsonLeaves {
    private static final int DEPTH_LIMIT = 64;

    private final String text;
    private final List<Fields.Field> fields;
    private int at;

    static void collect(String text, List<Fields.Field> fields) {
        try {
            new JsonLeaves(text, fields).value("", 0);
        } catch (IndexOutOfBoundsException | IllegalArgumentException notJson) {
            // The leaves read so far stay, as in a streaming parser.
        }
    }

    private JsonLeaves(String text, List<Fields.Field> fields) {
        this.text = text;
        this.fields = fields;
    }

    private void value(String name, int depth) {
        if (depth > DEPTH_LIMIT) throw new IllegalArgumentException("too deep");
        char first = skipSpace();
        if (first == '{') object(depth);
        else if (first == '[') array(name, depth);
        else if (first == '"') fields.add(new Fields.Field("json", name, string()));
        else while (at < text.length() && ",]}".indexOf(text.charAt(at)) < 0) at++;
    }

    private void object(int depth) {
        at++;
        if (skipSpace() == '}') {
            at++;
            return;
        }
        do {
            skipSpace();
            String name = string();
            expect(':');
            value(name, depth + 1);
        } while (expect(',', '}') == ',');
    }

    private void array(String name, int depth) {
        at++;
        if (skipSpace() == ']') {
            at++;
            return;
        }
        do value(name, depth + 1);
        while (expect(',', ']') == ',');
    }

    private String string() {
        expect('"');
        StringBuilder read = new StringBuilder();
        for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) read.append(c == '\\' ? escape() : c);
        return read.toString();
    }

    private char escape() {
        char c = text.charAt(at++);
        if (c == 'u') {
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        int known = "bfnrt".indexOf(c);
        return known < 0 ? c : "\b\f\n\r\t".charAt(known);
    }

    private char expect(char... any) {
        char c = skipSpace();
        at++;
        if (new String(any).indexOf(c) < 0) throw new IllegalArgumentException("not JSON at " + at);
        return c;
    }

    private char skipSpace() {
        while (Character.isWhitespace(text.charAt(at))) at++;
        return text.charAt(at);
    }
}
