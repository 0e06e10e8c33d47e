import java.util.List;
import java.util.Map;

/** One request, as each server hands it over: still encoded, because decoding is the same for all. */
final class LabRequest {
    final String rawPath;
    /** Null if there is none. */
    final String rawQuery;
    /** In the order in which they came; a repeated header is repeated here. */
    final List<Map.Entry<String, String>> headers;
    final byte[] body;

    LabRequest(String rawPath, String rawQuery, List<Map.Entry<String, String>> headers, byte[] body) {
        this.rawPath = rawPath;
        this.rawQuery = rawQuery;
        this.headers = headers;
        this.body = body;
    }

    /** The first value of a header in any letter case, empty if it is not there. */
    String header(String name) {
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equalsIgnoreCase(name)) return header.getValue();
        }
        return "";
    }
}
