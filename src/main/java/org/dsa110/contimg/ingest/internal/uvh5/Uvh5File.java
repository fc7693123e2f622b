package org.dsa110.contimg.ingest.internal.uvh5;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.DoubleStream;

import org.dsa110.contimg.files.FileFailure;
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
    /** The first that cannot be read. It waits until all has been looked at, since what is missing or damaged comes before. */
    private UnreadableException unreadable;

    private Uvh5File(Hdf5File file) {
        this.file = file;
    }

    /**
     * Reads the header of a file that is known to be whole; see {@link Uvh5Content#of} for one that may not be.
     *
     * @throws IOException with a sentence that says what is wrong: no such file, no HDF5, damaged, or no times in it.
     *         No other exception is thrown, whatever the file holds. Errors that are not the file's doing pass.
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
     * @throws NoSuchFileException when there is no file
     * @throws IOException with a sentence, without the file's name, for whatever is missing or damaged
     */
    static <T> T read(Path path, Question<T> question) throws IOException {
        try (Hdf5File file = Hdf5File.open(path)) {
            return question.ask(new Uvh5File(file));
        } catch (ClosedChannelException e) {
            throw new IOException("reading the file was interrupted", e);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (FileSystemException e) {
            throw new IOException(FileFailure.reason(e), e);
        } catch (RuntimeException | StackOverflowError e) {
            // Only structures that a file nests too deeply take the whole stack; any other error is not the file's.
            throw new IOException("the file's structure is damaged: " + reason(e), e);
        }
    }

    private static String reason(Throwable e) {
        if (e instanceof ArithmeticException) {
            return "a number in it is beyond all bounds";
        } else if (e instanceof StackOverflowError) {
            return "its parts are nested too deeply";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    Uvh5Header header() throws IOException {
        double[] centres = look(this::times);
        Double integration = first("Header/integration_time");
        Position position = position();
        if (unreadable != null) {
            throw unreadable;
        }
        double half = integration != null && integration > 0 ? integration / 2 / SECONDS_PER_DAY : 0;
        double start = DoubleStream.of(centres).min().getAsDouble() - MJD_ZERO_JD - half;
        double end = DoubleStream.of(centres).max().getAsDouble() - MJD_ZERO_JD + half;
        return new Uvh5Header(start, end, (start + end) / 2, position.raDeg, position.decDeg);
    }

    /** Julian dates, at least one. */
    private double[] times() throws IOException {
        Dataset times = dataset(TIMES);
        if (times == null) {
            throw new IOException("the file has no " + TIMES);
        }
        double[] centres = about(TIMES, times::numbers);
        if (centres.length == 0) {
            throw new IOException(TIMES + " is empty");
        }
        for (int i = 0; i < centres.length; i++) {
            if (!(centres[i] > MJD_ZERO_JD && centres[i] < 2 * MJD_ZERO_JD)) {
                throw new IOException(TIMES + ": value " + (i + 1) + " of " + centres.length + " is " + centres[i]
                        + ", which is no Julian date of an observation");
            }
        }
        return centres;
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
     * The header of a file of which all is stored of the times and of every data set in {@code Data/}, of which {@code visdata} must
     * be there. Others may lie in other files, or be stored in a way that has no reader here.
     *
     * @throws UnreadableException only when nothing is missing or damaged, as far as can be told
     */
    Uvh5Header headerOfWhole() throws IOException {
        look(() -> checkPiece(TIMES));
        Set<String> pieces = look(this::pieces);
        for (String name : pieces == null ? Set.<String>of() : pieces) {
            UnreadableException before = unreadable;
            look(() -> checkPiece("Data/" + name));
            unreadable = name.equals("visdata") ? unreadable : before;
        }
        look(this::checkVisibilities);
        return header();
    }

    /** What {@code Data/} holds, by name. */
    private Set<String> pieces() throws IOException {
        ObjectHeader group = about("Data", () -> file.find("Data"));
        if (group == null) {
            throw new IOException("the file has no group Data");
        }
        return new TreeSet<>(about("Data", () -> file.links(group)).keySet());
    }

    private Void checkPiece(String name) throws IOException {
        Dataset data = dataset(name);
        return data == null ? null : about(name, () -> check(data));
    }

    private Void checkVisibilities() throws IOException {
        Dataset visibilities = dataset(VISIBILITIES);
        if (visibilities == null || visibilities.isEmpty()) {
            throw new IOException(VISIBILITIES + " holds no data");
        }
        return null;
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

    /** The first number of a scalar or an array; null when there is no such data set, it holds no numbers, or has no reader. */
    private Double first(String name) throws IOException {
        return look(() -> {
            Dataset data = dataset(name);
            return data == null || !data.hasNumbers() || data.isEmpty() ? null : about(name, data::numbers)[0];
        });
    }

    private interface Step<T> {
        T run() throws IOException;
    }

    /** Null for what cannot be read, which is remembered. */
    private <T> T look(Step<T> step) throws IOException {
        try {
            return step.run();
        } catch (UnreadableException e) {
            unreadable = unreadable == null ? e : unreadable;
            return null;
        }
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
