package org.dsa110.contimg.database;

/** Hears how far long work has come. It is called on the thread that works, often, and must not throw. */
@FunctionalInterface
public interface Progress {
    /** For those who do not want to know. */
    Progress NONE = (what, done, total) -> {
    };

    /**
     * @param what is being done, in a few words
     * @param done how much of it
     * @param total of how much; 0 if that is not known
     */
    void step(String what, long done, long total);
}
