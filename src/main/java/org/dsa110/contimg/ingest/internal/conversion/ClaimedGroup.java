package org.dsa110.contimg.ingest.internal.conversion;

import java.util.List;

/**
 * A group that is this worker's alone until it ends it or gives it back. Immutable.
 *
 * @param paths of its files in the order of their subbands, as stored: other programs may have stored what is no path
 */
record ClaimedGroup(String groupId, List<String> paths) {
}
