package org.dsa110.contimg.files;

import java.io.File;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * How much space a disk has. The file itself is asked: the table of mounts, by which {@link java.nio.file.Files#getFileStore} looks, does not
 * have all of them in a name space of a service's own, and then fails. Stateless.
 */
public final class DiskSpace {
    private DiskSpace() {
    }

    /**
     * What this program may still use.
     *
     * @param there a file or folder that is there
     * @return bytes; empty where nobody can say, as some file systems have no size
     */
    public static OptionalLong free(Path there) {
        File file = there.toFile();
        return file.getTotalSpace() == 0 ? OptionalLong.empty() : OptionalLong.of(file.getUsableSpace());
    }
}
