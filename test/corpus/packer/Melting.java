import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Classes as compilers for Java 9 and later write them: texts that are put together by a builder that nothing else sees
 * become one recipe for `invokedynamic` (JEP 280). With the argument `shrunk` without their constants, which shrinking tools
 * drop since compilers have put them where they are used. Frames are left as they were: they are to be read, not run.
 */
final class Melting implements Packer.Trade {
    private static final String BUILDER = "java/lang/StringBuilder";
    private static final String FACTORY = "java/lang/invoke/StringConcatFactory";
    private static final Handle CONCATENATION = new Handle(
        Opcodes.H_INVOKESTATIC,
        FACTORY,
        "makeConcatWithConstants",
        "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
            + "Ljava/lang/String;[Ljava/lang/Object;)Ljava/lang/invoke/CallSite;",
        false);

    @Override
    public List<Part> make(List<String> args, List<Part> parts) {
        List<Part> made = new ArrayList<>();
        for (Part part : parts) made.add(new Part(part.name, melted(part.content, args.contains("shrunk"))));
        return made;
    }

    private static byte[] melted(byte[] content, boolean shrunk) {
        ClassNode node = new ClassNode();
        new ClassReader(content).accept(node, 0);
        node.version = Math.max(node.version & 0xffff, Opcodes.V9);
        if (shrunk) node.fields.removeIf(field -> field.value != null);
        for (MethodNode method : node.methods) melt(method);
        ClassWriter writer = new ClassWriter(0);
        node.accept(writer);
        return writer.toByteArray();
    }

    private static void melt(MethodNode method) {
        Deque<Chain> open = new ArrayDeque<>();
        for (AbstractInsnNode each : method.instructions.toArray()) {
            Chain begun = Chain.begunAt(each);
            if (begun != null) open.push(begun);
            else if (!open.isEmpty() && !open.peek().takes(each)) open.pop();
            else if (!open.isEmpty() && open.peek().isWhole()) open.pop().melt(method);
        }
    }

    private static boolean calls(AbstractInsnNode node, String name) {
        return node instanceof MethodInsnNode && ((MethodInsnNode) node).owner.equals(BUILDER)
            && ((MethodInsnNode) node).name.equals(name);
    }

    /** One builder from `new` to `toString`. */
    private static final class Chain {
        private final List<AbstractInsnNode> needless = new ArrayList<>();
        private final StringBuilder recipe = new StringBuilder();
        private final List<Type> values = new ArrayList<>();
        private AbstractInsnNode end = null;

        static Chain begunAt(AbstractInsnNode node) {
            if (!(node instanceof TypeInsnNode) || node.getOpcode() != Opcodes.NEW) return null;
            AbstractInsnNode copy = node.getNext();
            AbstractInsnNode made = copy == null ? null : copy.getNext();
            if (made == null || copy.getOpcode() != Opcodes.DUP || !calls(made, "<init>")) return null;
            if (!((MethodInsnNode) made).desc.equals("()V")) return null;
            AbstractInsnNode first = made.getNext();
            if (first != null && first.getOpcode() == Opcodes.ASTORE) return null;
            Chain chain = new Chain();
            chain.needless.addAll(List.of(node, copy, made));
            return chain;
        }

        /** Whether it is still such a chain: a builder that is kept, or passed on, is none. */
        boolean takes(AbstractInsnNode node) {
            if (calls(node, "toString")) {
                end = node;
                return true;
            }
            if (calls(node, "append")) {
                append(node, Type.getArgumentTypes(((MethodInsnNode) node).desc));
                return true;
            }
            return !calls(node, "<init>") || needless.contains(node);
        }

        private void append(AbstractInsnNode node, Type[] types) {
            AbstractInsnNode before = node.getPrevious();
            needless.add(node);
            if (before instanceof LdcInsnNode && ((LdcInsnNode) before).cst instanceof String) {
                needless.add(before);
                recipe.append((String) ((LdcInsnNode) before).cst);
            } else {
                recipe.append('\u0001');
                values.add(types[0]);
            }
        }

        boolean isWhole() {
            return end != null;
        }

        void melt(MethodNode method) {
            String shape = Type.getMethodDescriptor(Type.getType(String.class), values.toArray(new Type[0]));
            method.instructions.set(
                end, new InvokeDynamicInsnNode("makeConcatWithConstants", shape, CONCATENATION, recipe.toString()));
            for (AbstractInsnNode each : needless) method.instructions.remove(each);
        }
    }
}
