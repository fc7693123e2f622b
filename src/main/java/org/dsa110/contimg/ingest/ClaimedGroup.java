package org.dsa110.contimg.ingest;

import java.nio.file.Path;
import java.util.List;

/**
 * A group that is this worker's alone until it ends it or gives it back. Immutable.
 *
 * @param files its files in the order of their subbands
 */
record ClaimedGroup(String groupId, List<Path> files) {
}
