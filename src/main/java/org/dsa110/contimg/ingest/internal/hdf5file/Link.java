package org.dsa110.contimg.ingest.internal.hdf5file;

/**
 * What a group has under one name. Immutable.
 *
 * @param address of the object; {@link Fields#UNDEFINED} unless it is a hard link
 * @param target the path that a soft link has; null for others
 * @param inAnotherFile whether it leads out of this file
 */
public record Link(String name, long address, String target, boolean inAnotherFile) {
}
