import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.eclipse.jdt.core.compiler.batch.BatchCompiler;

/**
 * Java files, compiled against the jars among the parts: by the compiler of the JDK, or by that of Eclipse, which makes
 * other bytes of the same text. The first argument is `javac` or `ecj`, the others are options that both know.
 */
final class Compiling implements Packer.Trade {
    @Override
    public List<Part> make(List<String> args, List<Part> parts) throws Exception {
        try (Bench bench = new Bench()) {
            List<Path> paths = bench.put(parts);
            Files.createDirectories(bench.path("classes"));
            List<String> options = new ArrayList<>(args.subList(1, args.size()));
            options.addAll(List.of("-encoding", "UTF-8", "-d", bench.path("classes").toString()));
            List<String> jars = named(paths, ".jar");
            if (!jars.isEmpty()) options.addAll(List.of("-cp", String.join(java.io.File.pathSeparator, jars)));
            options.addAll(named(paths, ".java"));
            String said = args.get(0).equals("ecj") ? ecj(options) : javac(options);
            List<Part> classes = bench.take("classes");
            if (classes.isEmpty()) throw new IllegalStateException(said);
            return classes;
        }
    }

    private static List<String> named(List<Path> paths, String ending) {
        return paths.stream().map(Path::toString).filter(path -> path.endsWith(ending)).collect(Collectors.toList());
    }

    private static String javac(List<String> options) {
        java.io.ByteArrayOutputStream said = new java.io.ByteArrayOutputStream();
        ToolProvider.getSystemJavaCompiler().run(null, said, said, options.toArray(new String[0]));
        return said.toString();
    }

    private static String ecj(List<String> options) {
        StringWriter said = new StringWriter();
        options.add(0, "-nowarn");
        options.add(0, "-proceedOnError");
        PrintWriter out = new PrintWriter(said);
        BatchCompiler.compile(options.toArray(new String[0]), out, out, null);
        return said.toString();
    }
}
