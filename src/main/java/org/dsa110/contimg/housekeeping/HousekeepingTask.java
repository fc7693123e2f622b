package org.dsa110.contimg.housekeeping;

/** Something that is put in order now and then. Doing it again changes nothing more. Thread-safe, but it is not done twice at a time. */
interface HousekeepingTask {
    /** What people call it, in URLs and metrics. */
    String name();

    /** When it is done, as {@link HousekeepingConfig} has it. */
    String schedule();

    /**
     * Does it, in many short units of work, and returns when it is done. Ends early with an exception when the service stops.
     *
     * @param dryRun whether nothing is to be changed
     * @return what was done, or would be
     */
    HousekeepingReport run(boolean dryRun);
}
