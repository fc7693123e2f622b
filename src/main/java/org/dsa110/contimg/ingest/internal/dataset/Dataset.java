package org.dsa110.contimg.ingest.internal.dataset;

import java.io.IOException;

import org.dsa110.contimg.ingest.internal.hdf5file.Fields;
import org.dsa110.contimg.ingest.internal.hdf5file.Hdf5File;
import org.dsa110.contimg.ingest.internal.hdf5file.ObjectHeader;
import org.dsa110.contimg.ingest.internal.hdf5file.UnreadableException;

/**
 * One data set of an open file. All methods throw an {@link UnreadableException} for what has no reader here, and another
 * {@link IOException} or a {@link RuntimeException} for what is missing or damaged. Not safe for use by several threads.
 */
public final class Dataset {
    private static final int SPACE = 0x01;
    private static final int TYPE = 0x03;
    private static final int EXTERNAL_FILES = 0x07;
    private static final int LAYOUT = 0x08;
    private static final int FILTERS = 0x0b;
    /** A real file has 111,744; a damaged length must not take the memory of the service. */
    private static final long MOST_VALUES = 4_000_000;

    private final Dataspace space;
    private final ElementType type;
    private final Layout layout;

    private Dataset(Dataspace space, ElementType type, Layout layout) {
        this.space = space;
        this.type = type;
        this.layout = layout;
    }

    /** Whether the object is a data set, rather than a group or a named type. */
    public static boolean is(ObjectHeader object) throws IOException {
        return object.message(LAYOUT) != null;
    }

    public static Dataset of(Hdf5File file, ObjectHeader object) throws IOException {
        Fields space = object.message(SPACE);
        Fields type = object.message(TYPE);
        Fields layout = object.message(LAYOUT);
        if (space == null || type == null || layout == null) {
            throw new IOException("it is no data set");
        } else if (object.message(EXTERNAL_FILES) != null) {
            throw new UnreadableException("it is stored in other files");
        }
        Dataspace shape = Dataspace.read(space);
        ElementType element = ElementType.read(type);
        Fields filters = object.message(FILTERS);
        FilterPipeline pipeline = filters == null ? FilterPipeline.NONE : FilterPipeline.read(filters);
        return new Dataset(shape, element, new LayoutMessage(file, shape, element.size(), pipeline).read(layout));
    }

    /** Whether its shape has no elements. */
    public boolean isEmpty() throws IOException {
        return space.elements() == 0;
    }

    /** Whether its elements are integers or floating-point numbers. */
    public boolean hasNumbers() {
        return type.number() != null;
    }

    /**
     * Looks whether all of it is stored: each chunk, of which the last is decompressed, so that damage in it shows
     * (unless it is larger than 16 MiB or one of its filters has no reader); and the last 4 KiB where there are no chunks.
     */
    public void check() throws IOException {
        if (!isEmpty()) {
            layout.check();
        }
    }

    /** All numbers, in the order of an array of any shape. */
    public double[] numbers() throws IOException {
        long elements = space.elements();
        if (!hasNumbers()) {
            throw new UnreadableException("its values are of a type that is not read here");
        } else if (elements > MOST_VALUES) {
            throw new UnreadableException("it claims to have " + elements + " values");
        }
        double[] numbers = new double[(int) elements];
        if (elements > 0) {
            layout.read(type.number(), numbers);
        }
        return numbers;
    }
}
