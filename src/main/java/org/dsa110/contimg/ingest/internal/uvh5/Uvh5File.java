package org.dsa110.contimg.ingest.internal.uvh5;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import org.dsa110.contimg.ingest.Uvh5Header;

/** One open UVH5 file (UVH5 memo: HDF5 with the groups {@code Header} and {@code Data}). Not safe for use by several threads. */
public final class Uvh5File {
    private static final double MJD_ZERO_JD = 2_400_000.5;
    private static final double SECONDS_PER_DAY = 86_400.0;
    /** A real file has 111,744; a damaged length must not take the memory of the service. */
    private static final long MOST_VALUES = 4_000_000;

    private final HdfFile file;

    private Uvh5File(HdfFile file) {
        this.file = file;
    }

    /**
     * Reads the header of a file that is known to be whole; see {@link Uvh5Content#of} for one that may not be.
     *
     * @throws IOException with a sentence that says what is wrong: no such file, no HDF5, damaged, or no times in it.
     *         No other exception is thrown, whatever the file holds.
     */
    public static Uvh5Header readHeader(Path path) throws IOException {
        return read(path, Uvh5File::header);
    }

    /** What is wanted of an open file. */
    interface Question<T> {
        T ask(Uvh5File reader) throws IOException;
    }

    /**
     * Opens a file, asks, and closes it.
     *
     * @throws IOException with a sentence, for whatever jHDF throws on a file that is cut, damaged or no HDF5
     */
    static <T> T read(Path path, Question<T> question) throws IOException {
        try (ExactChannel channel = ExactChannel.open(path)) {
            Superblock superblock = Superblock.read(channel);
            if (channel.size() < superblock.endOfFile()) {
                throw new IOException("the file has " + channel.size() + " of the " + superblock.endOfFile()
                        + " bytes that its superblock announces");
            }
            if (superblock.openForWriting()) {
                throw new IOException(
                        "a writer has the file open, or ended without closing it (h5clear -s undoes that)");
            }
            // Closing the HdfFile would throw, since it knows no path; the channel is what needs closing.
            return question.ask(new Uvh5File(new HdfFile(channel)));
        } catch (ClosedChannelException e) {
            throw new IOException("reading the file was interrupted", e);
        } catch (AccessDeniedException e) {
            throw new IOException("the file may not be read", e);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // jHDF gets the two errors from damaged structures, which nest or announce sizes without end.
            throw new IOException("the file's structure is damaged: " + cause(e), e);
        }
    }

    private static String cause(Throwable e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
    }

    Uvh5Header header() throws IOException {
        Group header = group("Header");
        double[] centres = values(header.getChild("time_array"));
        if (centres.length == 0 || !DoubleStream.of(centres).allMatch(jd -> jd > MJD_ZERO_JD && jd < 2 * MJD_ZERO_JD)) {
            throw new IOException("Header/time_array has no Julian dates");
        }
        double[] integration = values(header.getChild("integration_time"));
        double half = integration.length > 0 && integration[0] > 0 ? integration[0] / 2 / SECONDS_PER_DAY : 0;
        double start = DoubleStream.of(centres).min().getAsDouble() - MJD_ZERO_JD - half;
        double end = DoubleStream.of(centres).max().getAsDouble() - MJD_ZERO_JD + half;
        Position position = position(header);
        return new Uvh5Header(start, end, (start + end) / 2, position.raDeg, position.decDeg);
    }

    private record Position(Double raDeg, Double decDeg) {
    }

    private static Position position(Group header) throws IOException {
        for (String name : new String[]{"phase_center_", "phase_center_app_"}) {
            Position both = position(header, name + "ra", name + "dec");
            if (both.raDeg != null && both.decDeg != null) {
                return both;
            }
        }
        Position one = position(header, "phase_center_ra", "phase_center_dec");
        if (one.raDeg == null && one.decDeg == null && header.getChild("extra_keywords") instanceof Group extra) {
            return new Position(null, position(extra, "", "phase_center_dec").decDeg);
        }
        return one;
    }

    private static Position position(Group group, String ra, String dec) throws IOException {
        double[] radiansRa = values(group.getChild(ra));
        double[] radiansDec = values(group.getChild(dec));
        Double raDeg = null;
        Double decDeg = null;
        if (radiansRa.length > 0 && Double.isFinite(radiansRa[0])) {
            double turned = Math.toDegrees(radiansRa[0]) % 360;
            raDeg = turned < 0 ? turned + 360 : turned;
        }
        if (radiansDec.length > 0 && Math.abs(radiansDec[0]) <= Math.PI / 2) {
            decDeg = Math.toDegrees(radiansDec[0]);
        }
        return new Position(raDeg, decDeg);
    }

    /** Reads the last stored piece of every data set in {@code Data/}, of which at least one must hold something. */
    void readLastPieces() throws IOException {
        boolean something = false;
        for (Node node : group("Data").getChildren().values()) {
            if (node instanceof Dataset data) {
                something |= LastPiece.read(data);
            }
        }
        if (!something) {
            throw new IOException("Data/ holds no data");
        }
    }

    private Group group(String name) throws IOException {
        if (file.getChild(name) instanceof Group group) {
            return group;
        }
        throw new IOException("the file has no group " + name);
    }

    /** All numbers of a scalar or an array of any shape; empty when the node is null or holds no numbers. */
    private static double[] values(Node node) throws IOException {
        if (!(node instanceof Dataset data)) {
            return new double[0];
        }
        if (data.getSize() > MOST_VALUES) {
            throw new IOException(data.getPath() + " claims to have " + data.getSize() + " values");
        }
        Object flat = data.isScalar() ? data.getData() : data.getDataFlat();
        if (flat instanceof Number number) {
            return new double[]{number.doubleValue()};
        } else if (flat instanceof double[] doubles) {
            return doubles;
        } else if (flat instanceof float[] floats) {
            return IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray();
        }
        return new double[0];
    }
}
