import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder for tools that work on files; gone when it is closed. */
final class Bench implements AutoCloseable {
    private final Path folder;

    Bench() throws IOException {
        folder = Files.createTempDirectory("fireline-packer-");
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    List<Path> put(List<Part> parts) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (Part part : parts) {
            Path path = path(part.name);
            Files.createDirectories(path.getParent());
            paths.add(Files.write(path, part.content));
        }
        return paths;
    }

    /** All files below a folder of it, named from there. */
    List<Part> take(String below) throws IOException {
        Path top = path(below);
        try (Stream<Path> paths = Files.walk(top)) {
            return paths.filter(Files::isRegularFile).sorted().map(path -> partOf(top, path)).collect(Collectors.toList());
        }
    }

    private static Part partOf(Path top, Path path) {
        try {
            return new Part(top.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).collect(Collectors.toList())) Files.delete(path);
        }
    }
}
