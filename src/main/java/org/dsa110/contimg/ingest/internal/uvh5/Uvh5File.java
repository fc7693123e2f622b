package org.dsa110.contimg.ingest.internal.uvh5;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.DoubleStream;

import org.dsa110.contimg.ingest.Uvh5Header;
import org.dsa110.contimg.ingest.internal.dataset.Dataset;
import org.dsa110.contimg.ingest.internal.hdf5file.Hdf5File;
import org.dsa110.contimg.ingest.internal.hdf5file.ObjectHeader;
import org.dsa110.contimg.ingest.internal.hdf5file.UnreadableException;

/** One open UVH5 file (UVH5 memo: HDF5 with the groups {@code Header} and {@code Data}). Not safe for use by several threads. */
public final class Uvh5File {
    private static final String TIMES = "Header/time_array";
    private static final String VISIBILITIES = "Data/visdata";
    private static final int LONGEST_NAME = 100;
    private static final double MJD_ZERO_JD = 2_400_000.5;
    private static final double SECONDS_PER_DAY = 86_400.0;

    private final Hdf5File file;

    private Uvh5File(Hdf5File file) {
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
     * @throws UnreadableException for what is stored in a way that has no reader here
     * @throws IOException with a sentence, for whatever is missing or damaged
     */
    static <T> T read(Path path, Question<T> question) throws IOException {
        try (Hdf5File file = Hdf5File.open(path)) {
            return question.ask(new Uvh5File(file));
        } catch (ClosedChannelException e) {
            throw new IOException("reading the file was interrupted", e);
        } catch (AccessDeniedException e) {
            throw new IOException("the file may not be read", e);
        } catch (RuntimeException | Error e) {
            // Whatever one file does to its reader, the next one has a reader again.
            throw new IOException("the file's structure is damaged: " + reason(e), e);
        }
    }

    private static String reason(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    Uvh5Header header() throws IOException {
        Dataset times = dataset(TIMES);
        double[] centres = times == null ? new double[0] : about(TIMES, times::numbers);
        if (centres.length == 0 || !DoubleStream.of(centres).allMatch(jd -> jd > MJD_ZERO_JD && jd < 2 * MJD_ZERO_JD)) {
            throw new IOException(TIMES + " has no Julian dates");
        }
        Double integration = first("Header/integration_time");
        double half = integration != null && integration > 0 ? integration / 2 / SECONDS_PER_DAY : 0;
        double start = DoubleStream.of(centres).min().getAsDouble() - MJD_ZERO_JD - half;
        double end = DoubleStream.of(centres).max().getAsDouble() - MJD_ZERO_JD + half;
        Position position = position();
        return new Uvh5Header(start, end, (start + end) / 2, position.raDeg, position.decDeg);
    }

    private record Position(Double raDeg, Double decDeg) {
        static Position ofRadians(Double ra, Double dec) {
            Double raDeg = null;
            if (ra != null && Double.isFinite(ra)) {
                double turned = Math.toDegrees(ra) % 360;
                raDeg = turned < 0 ? turned + 360 : turned;
            }
            return new Position(raDeg, dec != null && Math.abs(dec) <= Math.PI / 2 ? Math.toDegrees(dec) : null);
        }

        boolean isWhole() {
            return raDeg != null && decDeg != null;
        }
    }

    private Position position() throws IOException {
        Position given = position("Header/phase_center_");
        Position apparent = given.isWhole() ? given : position("Header/phase_center_app_");
        if (apparent.isWhole()) {
            return apparent;
        } else if (given.raDeg == null && given.decDeg == null) {
            return Position.ofRadians(null, first("Header/extra_keywords/phase_center_dec"));
        }
        return given;
    }

    private Position position(String prefix) throws IOException {
        return Position.ofRadians(first(prefix + "ra"), first(prefix + "dec"));
    }

    /**
     * Looks whether all is stored of the times and of every data set in {@code Data/}, of which {@code visdata} must be
     * there. Others may lie in other files, or be stored in a way that has no reader here.
     */
    void checkPieces() throws IOException {
        ObjectHeader group = about("Data", () -> file.find("Data"));
        if (group == null) {
            throw new IOException("the file has no group Data");
        }
        Dataset times = dataset(TIMES);
        if (times != null) {
            about(TIMES, () -> check(times));
        }
        UnreadableException unreadable = null;
        for (String name : new TreeSet<>(about("Data", () -> file.links(group)).keySet())) {
            try {
                checkPiece("Data/" + name);
            } catch (UnreadableException e) {
                unreadable = name.equals("visdata") ? e : unreadable;
            }
        }
        if (unreadable != null) {
            throw unreadable;
        }
        if (dataset(VISIBILITIES) == null || dataset(VISIBILITIES).isEmpty()) {
            throw new IOException(VISIBILITIES + " holds no data");
        }
    }

    private void checkPiece(String name) throws IOException {
        Dataset data = dataset(name);
        if (data != null) {
            about(name, () -> check(data));
        }
    }

    private static Void check(Dataset data) throws IOException {
        data.check();
        return null;
    }

    /** Null when there is no data set of that path. */
    private Dataset dataset(String name) throws IOException {
        return about(name, () -> {
            ObjectHeader object = file.find(name);
            return object == null || !Dataset.is(object) ? null : Dataset.of(file, object);
        });
    }

    /** The first number of a scalar or an array; null when there is no such data set, or it holds no numbers. */
    private Double first(String name) throws IOException {
        Dataset data = dataset(name);
        if (data == null || !data.hasNumbers() || data.isEmpty()) {
            return null;
        }
        return about(name, data::numbers)[0];
    }

    private interface Step<T> {
        T run() throws IOException;
    }

    /** Has what goes wrong name the data set, of which the name is a stranger's and may hold anything. */
    private static <T> T about(String path, Step<T> step) throws IOException {
        String name = path.substring(0, Math.min(LONGEST_NAME, path.length())).replaceAll("[^\\x20-\\x7e]", "?");
        try {
            return step.run();
        } catch (UnreadableException e) {
            throw new UnreadableException(name + ": " + e.getMessage());
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new IOException(name + " is damaged: " + reason(e), e);
        }
    }
}
