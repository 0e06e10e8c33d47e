import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/** What `jlink` makes of a module: the image of its modules. The arguments are the module's name, then options. */
final class Images implements Packer.Trade {
    @Override
    public List<Part> make(List<String> args, List<Part> parts) throws Exception {
        try (Bench bench = new Bench()) {
            List<Path> paths = bench.put(parts);
            String jmods = Path.of(System.getProperty("java.home"), "jmods").toString();
            List<String> options = new ArrayList<>(args.subList(1, args.size()));
            options.addAll(List.of("--module-path", paths.get(0) + java.io.File.pathSeparator + jmods));
            options.addAll(List.of("--add-modules", args.get(0), "--output", bench.path("image").toString()));
            int code = ToolProvider.findFirst("jlink").orElseThrow()
                .run(System.out, System.err, options.toArray(new String[0]));
            if (code != 0) throw new IllegalStateException("jlink ended with " + code);
            return List.of(new Part("modules", Files.readAllBytes(bench.path("image").resolve("lib/modules"))));
        }
    }
}
