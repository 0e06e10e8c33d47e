import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Classes as tools leave them that change no code of theirs: `bare` without annotations and data for debuggers, as shrinking
 * tools do; `measured` with what JaCoCo puts into a class to count what ran. Frames are left as they were: they are to be
 * read, not run.
 */
final class Retouching implements Packer.Trade {
    @Override
    public List<Part> make(List<String> args, List<Part> parts) {
        List<Part> made = new ArrayList<>();
        for (Part part : parts) made.add(new Part(part.name, retouched(part.content, args)));
        return made;
    }

    private static byte[] retouched(byte[] content, List<String> args) {
        ClassNode node = new ClassNode();
        new ClassReader(content).accept(node, args.contains("bare") ? ClassReader.SKIP_DEBUG : 0);
        if (args.contains("bare")) bare(node);
        if (args.contains("measured") && (node.access & Opcodes.ACC_INTERFACE) == 0) measure(node);
        // A pool of its own: constants that nothing uses any more are gone.
        ClassWriter writer = new ClassWriter(0);
        node.accept(writer);
        return writer.toByteArray();
    }

    private static void bare(ClassNode node) {
        node.visibleAnnotations = null;
        node.invisibleAnnotations = null;
        for (FieldNode field : node.fields) {
            field.visibleAnnotations = null;
            field.invisibleAnnotations = null;
        }
        for (MethodNode method : node.methods) {
            method.visibleAnnotations = null;
            method.invisibleAnnotations = null;
            method.visibleParameterAnnotations = null;
            method.invisibleParameterAnnotations = null;
            method.annotationDefault = null;
        }
    }

    /** As org.jacoco.core does for classes of Java 5 to 10 (ClassFieldProbeArrayStrategy). */
    private static void measure(ClassNode node) {
        for (MethodNode method : node.methods) {
            if ((method.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) continue;
            InsnList begin = new InsnList();
            begin.add(new MethodInsnNode(Opcodes.INVOKESTATIC, node.name, "$jacocoInit", "()[Z", false));
            begin.add(new InsnNode(Opcodes.POP));
            method.instructions.insert(begin);
        }
        int synthetic = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
        node.fields.add(new FieldNode(synthetic | Opcodes.ACC_TRANSIENT, "$jacocoData", "[Z", null, null));
        MethodNode init = new MethodNode(synthetic, "$jacocoInit", "()[Z", null, null);
        init.instructions.add(new LdcInsnNode(node.name));
        init.instructions.add(new MethodInsnNode(
            Opcodes.INVOKESTATIC, "java/lang/Long", "valueOf", "(J)Ljava/lang/Long;", false));
        init.instructions.add(new MethodInsnNode(
            Opcodes.INVOKEVIRTUAL, "java/lang/Object", "equals", "(Ljava/lang/Object;)Z", false));
        init.instructions.add(new InsnNode(Opcodes.ARETURN));
        node.methods.add(init);
    }
}
