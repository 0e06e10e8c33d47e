import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Everything in a request that its sender controls, by kind and name. */
final class Fields {
    static final class Field {
        final String kind;
        final String name;
        final String value;

        Field(String kind, String name, String value) {
            this.kind = kind;
            this.name = name;
            this.value = value;
        }
    }

    /**
     * Which fields: {@code header:User-Agent,query:*,path}. A kind alone or with {@code *} means all of that kind;
     * header names in any letter case, all others exactly. Kinds: header, cookie, auth (user, password, bearer), path,
     * query, form, json, xml, part, part-name, part-filename.
     */
    static final class Selection {
        private final List<String[]> wanted = new ArrayList<>();

        Selection(String text) {
            for (String item : text.split(",")) {
                String[] kindAndName = item.trim().split(":", 2);
                String name = kindAndName.length < 2 ? "*" : kindAndName[1];
                if (!kindAndName[0].isEmpty()) wanted.add(new String[] {kindAndName[0], name});
            }
        }

        boolean has(Field field) {
            for (String[] item : wanted) {
                if (!item[0].equals(field.kind)) continue;
                boolean isHeader = field.kind.equals("header");
                if (item[1].equals("*")) return true;
                if (isHeader ? item[1].equalsIgnoreCase(field.name) : item[1].equals(field.name)) return true;
            }
            return false;
        }
    }

    static List<Field> of(LabRequest request) {
        List<Field> fields = new ArrayList<>();
        fields.add(new Field("path", "", decoded(request.rawPath.replace("+", "%2B"))));
        if (request.rawQuery != null) pairs("query", request.rawQuery, fields);
        for (Map.Entry<String, String> header : request.headers) {
            fields.add(new Field("header", header.getKey(), header.getValue()));
            if (header.getKey().equalsIgnoreCase("Cookie")) cookies(header.getValue(), fields);
            if (header.getKey().equalsIgnoreCase("Authorization")) credentials(header.getValue(), fields);
        }
        bodyFields(request, fields);
        return fields;
    }

    private static void bodyFields(LabRequest request, List<Field> fields) {
        String type = request.header("Content-Type");
        String kind = type.split(";")[0].trim().toLowerCase(Locale.ROOT);
        String text = new String(request.body, StandardCharsets.UTF_8);
        if (kind.equals("application/x-www-form-urlencoded")) pairs("form", text, fields);
        else if (kind.endsWith("json")) JsonLeaves.collect(text, fields);
        else if (kind.endsWith("xml")) XmlText.collect(request.body, fields);
        else if (kind.equals("multipart/form-data")) Multipart.collect(type, text, fields);
    }

    private static void pairs(String kind, String text, List<Field> fields) {
        for (String pair : text.split("&")) {
            String[] nameAndValue = pair.split("=", 2);
            if (nameAndValue.length == 2) fields.add(new Field(kind, decoded(nameAndValue[0]), decoded(nameAndValue[1])));
        }
    }

    private static void cookies(String header, List<Field> fields) {
        for (String cookie : header.split(";")) {
            String[] nameAndValue = cookie.trim().split("=", 2);
            if (nameAndValue.length == 2) fields.add(new Field("cookie", nameAndValue[0], nameAndValue[1]));
        }
    }

    private static void credentials(String header, List<Field> fields) {
        String[] schemeAndRest = header.split(" ", 2);
        if (schemeAndRest.length < 2) return;
        if (schemeAndRest[0].equalsIgnoreCase("Bearer")) fields.add(new Field("auth", "bearer", schemeAndRest[1]));
        if (!schemeAndRest[0].equalsIgnoreCase("Basic")) return;
        try {
            byte[] plain = Base64.getDecoder().decode(schemeAndRest[1].trim());
            // The user name ends at the first colon (RFC 7617, section 2).
            String[] userAndPassword = new String(plain, StandardCharsets.UTF_8).split(":", 2);
            fields.add(new Field("auth", "user", userAndPassword[0]));
            if (userAndPassword.length == 2) fields.add(new Field("auth", "password", userAndPassword[1]));
        } catch (IllegalArgumentException notBase64) {
            // Then there is no user; the header itself is still a field.
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badEscape) {
            return text;
        }
    }

    private Fields() {}
}
