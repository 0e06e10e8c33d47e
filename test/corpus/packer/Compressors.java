import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.lzma.LZMACompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;

/** One content, compressed by Apache Commons Compress, XZ for Java or Zstandard itself. */
final class Compressors implements Packer.Trade {
    @Override
    public List<Part> make(List<String> args, List<Part> parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Part part : parts) {
            // Several parts are several members, one after another, as these formats allow.
            try (OutputStream out = into(args.get(0), bytes)) {
                out.write(part.content);
            }
        }
        return List.of(new Part("", bytes.toByteArray()));
    }

    private static OutputStream into(String format, OutputStream out) throws IOException {
        switch (format) {
            case "gz": return new GzipCompressorOutputStream(out);
            case "bz2": return new BZip2CompressorOutputStream(out);
            case "xz": return new XZCompressorOutputStream(out, 3);
            case "lzma": return new LZMACompressorOutputStream(out);
            case "zst": return new ZstdCompressorOutputStream(out, 3);
            case "lz4": return new FramedLZ4CompressorOutputStream(out);
            default: throw new IllegalArgumentException("no such format");
        }
    }
}
