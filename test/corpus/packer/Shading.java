import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.shade.DefaultShader;
import org.apache.maven.plugins.shade.ShadeRequest;
import org.apache.maven.plugins.shade.relocation.Relocator;
import org.apache.maven.plugins.shade.relocation.SimpleRelocator;

/** Jars merged and moved by the shader of the Maven Shade plugin; arguments are pairs, `org.from` and `com.to`. */
final class Shading implements Packer.Trade {
    @Override
    public List<Part> make(List<String> args, List<Part> parts) throws IOException, MojoExecutionException {
        try (Bench bench = new Bench()) {
            Set<File> jars = new LinkedHashSet<>();
            for (Path jar : bench.put(parts)) jars.add(jar.toFile());
            List<Relocator> relocators = new ArrayList<>();
            for (int i = 0; i + 1 < args.size(); i += 2)
                relocators.add(new SimpleRelocator(args.get(i), args.get(i + 1), null, null));
            Path shaded = bench.path("shaded.jar");
            ShadeRequest request = new ShadeRequest();
            request.setJars(jars);
            request.setUberJar(shaded.toFile());
            request.setFilters(List.of());
            request.setRelocators(relocators);
            request.setResourceTransformers(List.of());
            new DefaultShader().shade(request);
            return List.of(new Part("", Files.readAllBytes(shaded)));
        }
    }
}
