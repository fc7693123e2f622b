package org.dsa110.contimg.database;

import java.nio.file.Path;

/** A file that nobody had open, and that nobody else can read or write until this is closed. Not thread-safe. */
public interface HeldFile extends AutoCloseable {
    /**
     * Makes sure that nobody has opened the file meanwhile to wait for it: who does that has the old file when it is replaced. After that
     * it is asked of the old file, and no fault of the new one, as long as whoever has the old one is ended before others use the new one.
     *
     * @throws DatabaseException BUSY when somebody has, naming what is known of them, or has put another file there
     */
    void refuseOthers();

    /**
     * Puts another file in its place, with the owner and permissions of the old one, which is kept beside it under another name, together
     * with its log. Whenever this is ended, the old file or the new one is there; done again with a new copy it begins anew.
     *
     * @param by in the same folder, and on the disk; it is gone afterwards
     * @return where the old file is; null where there was none
     * @throws DatabaseException STORAGE when it cannot be done; the old file is in its place then
     */
    Path replace(Path by);

    @Override
    void close();
}
