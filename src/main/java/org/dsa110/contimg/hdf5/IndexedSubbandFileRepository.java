package org.dsa110.contimg.hdf5;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import org.dsa110.contimg.hdf5.CompleteGroup.IndexedFile;
import org.dsa110.contimg.observation.GroupingRule;

/** Finds and stores the index of subband files, inside units of work on hdf5. Times are MJD (days, UTC). Thread-safe. */
@ApplicationScoped
public class IndexedSubbandFileRepository implements PanacheRepositoryBase<IndexedSubbandFile, String> {
    private static final double SECONDS_PER_DAY = 86_400;

    /** The files of a group, whether they are still on disk or not, by time, then by subband. */
    public List<IndexedSubbandFile> listByGroup(String groupId) {
        return list("groupId", bySubband(), groupId);
    }

    /**
     * The files of a stretch of time, by time, then by subband.
     *
     * @param fromMjd inclusive
     * @param toMjd inclusive
     * @param storedOnly whether only files are wanted that are still on disk
     */
    public List<IndexedSubbandFile> listByTime(double fromMjd, double toMjd, boolean storedOnly) {
        String condition = "timestampMjd between ?1 and ?2" + (storedOnly ? " and stored = 1" : "");
        return list(condition, bySubband(), fromMjd, toMjd);
    }

    /**
     * The observations that begin in a stretch of time and have enough different subbands on disk, in order of time. Files are put
     * together by the {@link GroupingRule}, whatever group_id they have.
     *
     * @param fromMjd inclusive
     * @param toMjd inclusive
     * @param subbands how many different subbands are enough
     */
    public List<CompleteGroup> completeGroups(double fromMjd, double toMjd, int subbands, double toleranceSeconds) {
        GroupingRule rule = GroupingRule.ofSeconds(toleranceSeconds);
        // Beyond both ends, so that an observation across one of them is not taken for a part of itself.
        double margin = toleranceSeconds / SECONDS_PER_DAY;
        return GroupingRule.groups(stored(fromMjd - margin, toMjd + margin),
                (first, file) -> rule.holds(first.timestampMjd(), file.timestampMjd())).stream().map(CompleteGroup::of)
                .filter(group -> group.subbands() >= subbands && group.startMjd() >= fromMjd
                        && group.startMjd() <= toMjd)
                .toList();
    }

    private List<IndexedFile> stored(double fromMjd, double toMjd) {
        return getEntityManager().createQuery(
                "select path, subbandCode, timestampMjd, timestampIso from IndexedSubbandFile where stored = 1"
                        + " and timestampMjd between ?1 and ?2 order by timestampMjd, subbandCode, path",
                Object[].class).setParameter(1, fromMjd).setParameter(2, toMjd).getResultStream()
                .map(row -> new IndexedFile((String) row[0], (String) row[1], (Double) row[2], (String) row[3]))
                .toList();
    }

    private static Sort bySubband() {
        return Sort.by("timestampMjd").and("subbandCode").and("path");
    }
}
