import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes what recipes of the corpus ask for, with tools that have nothing to do with the scanner: one process for all of
 * them, one order after another on standard input, each answered on standard output.
 *
 * <p>An order is a trade, a list of arguments and a list of parts; an answer is 1 and a list of parts, or 0 and a text
 * that says what went wrong. Lists begin with their length, texts and contents with theirs in bytes, each as a
 * big-endian int; texts are UTF-8.
 */
final class Packer {
    /** What a trade makes of arguments and parts. */
    interface Trade {
        List<Part> make(List<String> args, List<Part> parts) throws Exception;
    }

    private static final Map<String, Trade> TRADES = Map.of(
        "archive", new Archives(),
        "compress", new Compressors(),
        "shade", new Shading(),
        "rename", new Renaming(),
        "melt", new Melting(),
        "retouch", new Retouching(),
        "obfuscate", new Obfuscation(),
        "compile", new Compiling(),
        "jmod", new Jmods(),
        "jlink", new Images());

    public static void main(String[] none) throws Exception {
        OutputStream answers = System.out;
        // The tools print what they like; the answers are not theirs.
        System.setOut(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        DataInputStream in = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(answers, 1 << 16));
        for (String trade = readText(in); trade != null; trade = readText(in)) {
            List<String> args = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) args.add(readText(in));
            List<Part> parts = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) parts.add(new Part(readText(in), readBytes(in)));
            answer(out, trade, args, parts);
            out.flush();
        }
    }

    private static void answer(DataOutputStream out, String trade, List<String> args, List<Part> parts)
            throws IOException {
        List<Part> made;
        try {
            made = TRADES.get(trade).make(args, parts);
        } catch (Exception | LinkageError refused) {
            refused.printStackTrace();
            out.writeInt(0);
            writeBytes(out, (trade + " " + args + ": " + refused).getBytes(StandardCharsets.UTF_8));
            return;
        }
        out.writeInt(1);
        out.writeInt(made.size());
        for (Part part : made) {
            writeBytes(out, part.name.getBytes(StandardCharsets.UTF_8));
            writeBytes(out, part.content);
        }
    }

    /** Null at the end of the orders. */
    private static String readText(DataInputStream in) throws IOException {
        try {
            return new String(readBytes(in), StandardCharsets.UTF_8);
        } catch (EOFException end) {
            return null;
        }
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
