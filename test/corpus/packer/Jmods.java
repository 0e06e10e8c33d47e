import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;

/** A module file of the JDK's own `jmod`, with all parts as its classes; the first argument is the module's name. */
final class Jmods implements Packer.Trade {
    @Override
    public List<Part> make(List<String> args, List<Part> parts) throws Exception {
        ToolProvider jmod = ToolProvider.findFirst("jmod").orElseThrow();
        try (Bench bench = new Bench()) {
            Path jar = bench.put(parts).get(0);
            Path made = bench.path(args.get(0) + ".jmod");
            int ended = jmod.run(System.err, System.err, "create", "--class-path", jar.toString(), made.toString());
            if (ended != 0) throw new IllegalStateException("jmod ended with " + ended);
            return List.of(new Part("", Files.readAllBytes(made)));
        }
    }
}
