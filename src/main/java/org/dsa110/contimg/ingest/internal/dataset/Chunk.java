package org.dsa110.contimg.ingest.internal.dataset;

/**
 * Where a chunk is stored.
 *
 * @param place its place among the chunks, along each dimension
 * @param address of its first byte
 * @param size in bytes, as it is stored
 * @param skipped a bit for each filter that it did not go through
 */
record Chunk(long[] place, long address, long size, int skipped) {
}
