import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import proguard.Configuration;
import proguard.ConfigurationParser;
import proguard.ProGuard;

/** The first jar, obfuscated by ProGuard against the others and the JDK; arguments are options of ProGuard. */
final class Obfuscation implements Packer.Trade {
    @Override
    public List<Part> make(List<String> args, List<Part> parts) throws Exception {
        try (Bench bench = new Bench()) {
            List<Path> jars = bench.put(parts);
            Path made = bench.path("obfuscated.jar");
            List<String> options = new ArrayList<>(List.of("-injars", quoted(jars.get(0)), "-outjars", quoted(made)));
            for (Path library : jars.subList(1, jars.size())) options.addAll(List.of("-libraryjars", quoted(library)));
            for (String module : List.of("java.base", "java.naming", "java.sql", "java.desktop", "java.management"))
                options.addAll(List.of("-libraryjars", quoted(Path.of(System.getProperty("java.home"), "jmods", module + ".jmod"))
                    + "(!**.jar;!module-info.class)"));
            options.addAll(args);
            Configuration configuration = new Configuration();
            try (ConfigurationParser parser =
                    new ConfigurationParser(options.toArray(new String[0]), new Properties())) {
                parser.parse(configuration);
            }
            new ProGuard(configuration).execute();
            return List.of(new Part("", Files.readAllBytes(made)));
        }
    }

    private static String quoted(Path path) {
        return "'" + path + "'";
    }
}
