package org.dsa110.contimg.database;

import java.nio.file.Path;

/** Copies of files that programs have open, and their way back into place. Thread-safe. */
public interface DatabaseCopies {
    /**
     * Copies a file as it is at one moment, with every transaction that was committed before and the rows, numbers and pages as they are
     * stored, while others read and write it. The file is read through connections of the engine alone.
     *
     * @param target where nothing is, in a folder that is there; on the disk when this returns, and gone when it throws
     * @throws DatabaseException BUSY, FULL or STORAGE, as when the file is not there, or was moved or replaced meanwhile
     */
    void copy(Location.File file, Path target, Progress progress);

    /**
     * Reads all of a copy, and looks whether it is whole. Nothing is changed in it or left beside it.
     *
     * @param copy one that nobody has open, and that is open nowhere else in this process
     * @throws DatabaseException STORAGE when it is damaged
     */
    CopyContent examine(Path copy, Progress progress);

    /**
     * Makes sure that nobody has a file open, and keeps everybody else from it, so that another can be put in its place.
     *
     * @param file which need not be there
     * @throws DatabaseException BUSY when it is open, naming what is known of who has it; STORAGE when it cannot be looked at
     */
    HeldFile hold(Location.File file);
}
