package org.dsa110.contimg.ingest.internal.filter;

/** Filter 2: the first bytes of all elements, then the second ones, and so on. Its parameter is the element's size. */
final class Shuffle implements ChunkFilter {
    @Override
    public byte[] undo(byte[] stored, int[] parameters, int most) {
        int size = Math.max(1, parameters[0]);
        int elements = stored.length / size;
        byte[] result = stored.clone();
        for (int place = 0; place < size && elements > 0; place++) {
            for (int i = 0; i < elements; i++) {
                result[i * size + place] = stored[place * elements + i];
            }
        }
        return result;
    }
}
