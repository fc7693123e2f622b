package org.dsa110.contimg.database;

import java.nio.file.Path;
import java.util.List;

/**
 * What adopting a file did, or would do.
 *
 * @param copy the file as it was before; null in a dry run, and where nothing had to be changed
 * @param steps what is done, in order, each a line of plain English
 * @param findings what was found and left as it is: rows without their parents, odd columns, tables that are nobody's; each a line
 */
public record AdoptionReport(Path copy, List<String> steps, List<String> findings) {
    public AdoptionReport {
        steps = List.copyOf(steps);
        findings = List.copyOf(findings);
    }
}
