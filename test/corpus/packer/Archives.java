import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveOutputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZMethod;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Archives by Apache Commons Compress. The first argument is the format, the second a variety of it. */
final class Archives implements Packer.Trade {
    private interface Writer<E extends ArchiveEntry> {
        E entryFor(Part part) throws IOException;
    }

    @Override
    public List<Part> make(List<String> args, List<Part> parts) throws IOException {
        String variety = args.size() > 1 ? args.get(1) : "";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        switch (args.get(0)) {
            case "tar": tar(bytes, variety, parts); break;
            case "cpio": cpio(bytes, variety, parts); break;
            case "ar": ar(bytes, variety, parts); break;
            case "zip": zip(bytes, variety, parts); break;
            case "7z": return List.of(new Part("", sevenZip(variety, parts)));
            default: throw new IllegalArgumentException("no such format");
        }
        return List.of(new Part("", bytes.toByteArray()));
    }

    /** Long names as GNU writes them, else as POSIX does. */
    private static void tar(ByteArrayOutputStream bytes, String variety, List<Part> parts) throws IOException {
        TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, "UTF-8");
        boolean gnu = variety.equals("gnu");
        out.setLongFileMode(gnu ? TarArchiveOutputStream.LONGFILE_GNU : TarArchiveOutputStream.LONGFILE_POSIX);
        out.setBigNumberMode(gnu ? TarArchiveOutputStream.BIGNUMBER_STAR : TarArchiveOutputStream.BIGNUMBER_POSIX);
        out.setAddPaxHeadersForNonAsciiNames(!gnu);
        fill(out, parts, part -> {
            TarArchiveEntry entry = new TarArchiveEntry(part.name);
            entry.setModTime(0);
            entry.setSize(part.content.length);
            return entry;
        });
    }

    private static void cpio(ByteArrayOutputStream bytes, String variety, List<Part> parts) throws IOException {
        short format = variety.equals("odc") ? CpioConstants.FORMAT_OLD_ASCII
            : variety.equals("crc") ? CpioConstants.FORMAT_NEW_CRC
            : variety.equals("binary") ? CpioConstants.FORMAT_OLD_BINARY : CpioConstants.FORMAT_NEW;
        fill(new CpioArchiveOutputStream(bytes, format), parts, part -> {
            CpioArchiveEntry entry = new CpioArchiveEntry(format, part.name, part.content.length);
            entry.setMode(part.name.endsWith("/") ? CpioConstants.C_ISDIR : CpioConstants.C_ISREG);
            if (format == CpioConstants.FORMAT_NEW_CRC) entry.setChksum(sumOf(part.content));
            return entry;
        });
    }

    private static long sumOf(byte[] content) {
        long sum = 0;
        for (byte each : content) sum += each & 0xff;
        return sum & 0xffffffffL;
    }

    private static void ar(ByteArrayOutputStream bytes, String variety, List<Part> parts) throws IOException {
        ArArchiveOutputStream out = new ArArchiveOutputStream(bytes);
        out.setLongFileMode(
            variety.equals("bsd") ? ArArchiveOutputStream.LONGFILE_BSD : ArArchiveOutputStream.LONGFILE_ERROR);
        fill(out, parts, part -> new ArArchiveEntry(part.name, part.content.length));
    }

    private static void zip(ByteArrayOutputStream bytes, String variety, List<Part> parts) throws IOException {
        ZipArchiveOutputStream out = new ZipArchiveOutputStream(bytes);
        out.setUseZip64(variety.equals("zip64") ? Zip64Mode.Always : Zip64Mode.Never);
        fill(out, parts, part -> {
            ZipArchiveEntry entry = new ZipArchiveEntry(part.name);
            entry.setTime(0);
            return entry;
        });
    }

    private static <E extends ArchiveEntry> void fill(ArchiveOutputStream<E> out, List<Part> parts, Writer<E> writer)
            throws IOException {
        for (Part part : parts) {
            out.putArchiveEntry(writer.entryFor(part));
            if (!part.name.endsWith("/")) out.write(part.content);
            out.closeArchiveEntry();
        }
        out.close();
    }

    /** By a method of its own (`LZMA2`, `BZIP2`, `DEFLATE`, `COPY` …), or encrypted with `password`. */
    private static byte[] sevenZip(String variety, List<Part> parts) throws IOException {
        boolean encrypted = variety.equals("password");
        // In a file: the channel in memory of Commons Compress is copied whole for every byte that it grows by.
        try (Bench bench = new Bench()) {
            Path made = bench.path("made.7z");
            try (SevenZOutputFile out = encrypted
                    ? new SevenZOutputFile(made.toFile(), "secret".toCharArray()) : new SevenZOutputFile(made.toFile())) {
                out.setContentCompression(encrypted ? SevenZMethod.LZMA2 : SevenZMethod.valueOf(variety));
                for (Part part : parts) put(out, part);
            }
            return Files.readAllBytes(made);
        }
    }

    private static void put(SevenZOutputFile out, Part part) throws IOException {
        SevenZArchiveEntry entry = new SevenZArchiveEntry();
        entry.setName(part.name);
        entry.setLastModifiedDate(new Date(0));
        entry.setDirectory(part.name.endsWith("/"));
        out.putArchiveEntry(entry);
        if (!entry.isDirectory()) out.write(part.content);
        out.closeArchiveEntry();
    }
}
