package org.dsa110.contimg.hdf5;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.dsa110.contimg.rest.declare.Quantity;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An observation of which enough subbands are on disk. Of several files with the same subband, paths has the first in time. */
@Schema(name = "CompleteGroup", description = "An observation of which enough subbands are on disk")
public record CompleteGroup(
        @JsonProperty("group_id") @Schema(
                description = "The earliest timestamp of its files, ISO 8601, UTC") String groupId,
        @JsonProperty("start_mjd") @Schema(
                description = "timestamp_mjd of its first file, MJD (days, UTC)",
                extensions = @Extension(name = Quantity.EXTENSION, value = "d")) double startMjd,
        @JsonProperty("end_mjd") @Schema(description = "timestamp_mjd of its last file, MJD (days, UTC)",
                extensions = @Extension(name = Quantity.EXTENSION, value = "d")) double endMjd,
        @JsonProperty("subbands") @Schema(description = "How many different subbands there are") int subbands,
        @JsonProperty("files") @Schema(description = "How many files there are, also of the same subband") int files,
        @JsonProperty("paths") @Schema(
                description = "One file of each subband, in the order of the subbands") List<String> paths) {

    /** What is needed of a row of hdf5_file_index. */
    record IndexedFile(String path, String subbandCode, double timestampMjd, String timestampIso) {
    }

    /** @param files those of one observation, in order of time; at least one */
    static CompleteGroup of(List<IndexedFile> files) {
        TreeMap<String, String> pathsBySubband = new TreeMap<>();
        files.forEach(file -> pathsBySubband.putIfAbsent(file.subbandCode(), file.path()));
        String earliest = files.stream().map(IndexedFile::timestampIso).filter(Objects::nonNull)
                .min(Comparator.naturalOrder()).orElse(null);
        return new CompleteGroup(earliest, files.get(0).timestampMjd(), files.get(files.size() - 1).timestampMjd(),
                pathsBySubband.size(), files.size(), List.copyOf(pathsBySubband.values()));
    }
}
