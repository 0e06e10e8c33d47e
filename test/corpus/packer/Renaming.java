import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.SimpleRemapper;

/** Classes under other names, everywhere they are named, by ASM; arguments are pairs, `org/from/A` and `com/to/B`. */
final class Renaming implements Packer.Trade {
    @Override
    public List<Part> make(List<String> args, List<Part> parts) {
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i + 1 < args.size(); i += 2) names.put(args.get(i), args.get(i + 1));
        List<Part> made = new ArrayList<>();
        for (Part part : parts) made.add(part.name.endsWith(".class") ? renamed(part, names) : part);
        return made;
    }

    private static Part renamed(Part part, Map<String, String> names) {
        ClassReader reader = new ClassReader(part.content);
        ClassWriter writer = new ClassWriter(0);
        reader.accept(new ClassRemapper(writer, new SimpleRemapper(names)), 0);
        String own = part.name.substring(0, part.name.length() - ".class".length());
        return new Part(names.getOrDefault(own, own) + ".class", writer.toByteArray());
    }
}
