package org.dsa110.contimg.products;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import org.dsa110.contimg.rest.declare.Quantity;
import org.dsa110.contimg.rest.declare.Row;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.DynamicUpdate;

/** A mosaic of images: a row of products.mosaics. A field is null where its column has no value. */
@Entity
@DynamicUpdate
@Row("A mosaic of images")
@Table(name = "mosaics")
public class Mosaic extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of the mosaic; given by the database")
    public Long id;

    @NotNull
    @Schema(description = "Where the mosaic lies; unique")
    public String path;

    @NotNull
    @Schema(description = "Name of the mosaic")
    public String name;

    @NotNull
    @Quantity(unit = "s", ucd = "time.creation")
    @Schema(description = "When it was made, Unix seconds")
    public Double createdAt;

    @NotNull
    @Quantity(unit = "d", ucd = "time.start")
    @Schema(description = "Start of its first observation, MJD (days, UTC)")
    public Double startMjd;

    @NotNull
    @Quantity(unit = "d", ucd = "time.end")
    @Schema(description = "End of its last observation, MJD (days, UTC)")
    public Double endMjd;

    @Quantity(unit = "s", ucd = "time.duration;obs.exposure")
    @Schema(description = "Integration time of all its images, seconds")
    public Double integrationSec;

    @Schema(description = "Number of its images")
    public Long nImages;

    @DecimalMin("0")
    @DecimalMax("360")
    @Quantity(unit = "deg", ucd = "pos.eq.ra;meta.main")
    @Schema(description = "Right ascension of the centre, degrees (ICRS)")
    public Double centerRaDeg;

    @DecimalMin("-90")
    @DecimalMax("90")
    @Quantity(unit = "deg", ucd = "pos.eq.dec;meta.main")
    @Schema(description = "Declination of the centre, degrees (ICRS)")
    public Double centerDecDeg;

    @DecimalMin("-90")
    @DecimalMax("90")
    @Quantity(unit = "deg")
    @Schema(description = "Least declination that it covers, degrees (ICRS)")
    public Double decMinDeg;

    @DecimalMin("-90")
    @DecimalMax("90")
    @Quantity(unit = "deg")
    @Schema(description = "Greatest declination that it covers, degrees (ICRS)")
    public Double decMaxDeg;

    @Quantity(unit = "Jy/beam", ucd = "stat.stdev;phot.flux.density;em.radio")
    @Schema(description = "RMS noise, Jy/beam")
    public Double noiseJy;

    @Quantity(unit = "arcsec", ucd = "phys.angSize;instr.beam")
    @Schema(description = "Major axis of the synthesized beam, full width at half maximum, arcseconds")
    public Double beamMajorArcsec;

    @Quantity(unit = "arcsec", ucd = "phys.angSize;instr.beam")
    @Schema(description = "Minor axis of the synthesized beam, full width at half maximum, arcseconds")
    public Double beamMinorArcsec;

    @Quantity(unit = "deg", ucd = "pos.posAng;instr.beam")
    @Schema(description = "Position angle of the beam, degrees east of north")
    public Double beamPaDeg;

    @Schema(description = "Number of sources found in it")
    public Long nSources;

    @Schema(description = "Where a small picture of it lies")
    public String thumbnailPath;

    @Quantity(unit = "Jy/beam", ucd = "stat.stdev;phot.flux.density;em.radio")
    @Schema(description = "RMS noise with the weights of its images, Jy/beam")
    public Double effectiveNoiseJy;

    @Schema(description = "How far it has come; not a closed set")
    public String status;

    @Schema(description = "How its images were put together; not a closed set")
    public String method;

    @Size(max = 1048576)
    @Schema(description = "Its images, as the program that made it lists them")
    public String tiles;

    @Schema(description = "Where the program that made it has put it")
    public String outputPath;

    @Size(max = 65536)
    @Schema(description = "What was found wrong with it")
    public String validationIssues;

    @Schema(description = "Where figures about its quality lie")
    public String metricsPath;
}
