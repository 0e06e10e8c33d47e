/** A file by its name; names that end in a slash are folders. */
final class Part {
    final String name;
    final byte[] content;

    Part(String name, byte[] content) {
        this.name = name;
        this.content = content;
    }
}
