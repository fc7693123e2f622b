package org.dsa110.contimg.ingest.internal.dataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.dsa110.contimg.ingest.internal.filter.ChunkFilter;
import org.dsa110.contimg.ingest.internal.hdf5file.Fields;
import org.dsa110.contimg.ingest.internal.hdf5file.UnreadableException;

/** The filters that each chunk of a data set went through, in their order (section IV.A.2.l). */
final class FilterPipeline {
    static final FilterPipeline NONE = new FilterPipeline(List.of());

    /** Those that people use and that have no reader, and what may lack one for its parameters. */
    private static final Map<Integer, String> NAMES = Map.of(4, "szip", 5, "nbit", 6, "scaleoffset", 307, "bzip2",
            32001,
            "Blosc", 32008, "bitshuffle with other than lz4", 32013, "ZFP", 32015, "zstd", 32026, "Blosc2");
    private static final int FIRST_WITH_NAME = 256;
    private static final int MOST = 32;
    /** What filters may add to a chunk before another one makes it smaller. */
    private static final int MOST_ADDED = 4096;

    private final List<Step> steps;

    private record Step(int id, int[] parameters) {
        boolean canBeUndone() {
            ChunkFilter filter = ChunkFilter.BY_ID.get(id);
            return filter != null && filter.reads(parameters);
        }

        @Override
        public String toString() {
            // Not by the name in the file, which may hold anything.
            return NAMES.containsKey(id) ? NAMES.get(id) : "number " + id;
        }
    }

    private FilterPipeline(List<Step> steps) {
        this.steps = steps;
    }

    static FilterPipeline read(Fields fields) throws IOException {
        int version = fields.small(1);
        int count = fields.small(1);
        if (version != 1 && version != 2) {
            throw new UnreadableException("it has filters of version " + version + ", which are not read here");
        } else if (count > MOST) {
            throw new IOException("it has " + count + " filters");
        }
        fields.skip(version == 1 ? 6 : 0);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int id = fields.small(2);
            int nameLength = version == 1 || id >= FIRST_WITH_NAME ? fields.small(2) : 0;
            fields.skip(2);
            int parameterCount = fields.small(2);
            fields.skip(nameLength);
            int[] parameters = new int[parameterCount];
            for (int j = 0; j < parameterCount; j++) {
                parameters[j] = (int) fields.number(4);
            }
            fields.skip(version == 1 && parameterCount % 2 == 1 ? 4 : 0);
            steps.add(new Step(id, parameters));
        }
        return new FilterPipeline(steps);
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    /** The filters for which there is no reader, for a sentence; null when there are none. */
    String unknown() {
        List<String> unknown = steps.stream().filter(step -> !step.canBeUndone()).map(Step::toString).toList();
        return unknown.isEmpty() ? null : String.join(" and ", unknown);
    }

    /**
     * @param skipped a bit for each filter that this chunk did not go through
     * @param size of the chunk, in bytes
     * @throws UnreadableException when a filter that it went through is not known
     * @throws IOException when the chunk is damaged
     */
    byte[] undo(byte[] stored, int skipped, int size) throws IOException {
        byte[] bytes = stored;
        for (int i = steps.size() - 1; i >= 0; i--) {
            if ((skipped >> i & 1) == 0) {
                Step step = steps.get(i);
                if (!step.canBeUndone()) {
                    throw new UnreadableException(
                            "it is compressed by the filter " + step + ", which is not read here");
                }
                bytes = ChunkFilter.BY_ID.get(step.id).undo(bytes, step.parameters, size + size / 8 + MOST_ADDED);
            }
        }
        if (bytes.length != size) {
            throw new IOException("a chunk has " + bytes.length + " bytes instead of " + size);
        }
        return bytes;
    }
}
