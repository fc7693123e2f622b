package org.dsa110.contimg.cli;

import org.dsa110.contimg.observation.SubbandFileName;

/**
 * One file that is going to arrive. Immutable.
 *
 * @param pointing the same for all files of an observation
 * @param late it arrives after files of the next observation
 */
record Arrival(SubbandFileName name, Pointing pointing, boolean late) {
}
