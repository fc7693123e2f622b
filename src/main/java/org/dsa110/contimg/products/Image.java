package org.dsa110.contimg.products;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import org.dsa110.contimg.rest.declare.Quantity;
import org.dsa110.contimg.rest.declare.Row;
import org.dsa110.contimg.rest.declare.SkyPosition;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.DynamicUpdate;

/** An image made from a measurement set: a row of products.images. A field is null where its column has no value. */
@Entity
@SkyPosition(ra = "center_ra_deg", dec = "center_dec_deg")
@DynamicUpdate
@Row("An image made from a measurement set")
@Table(name = "images")
public class Image extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of the image; given by the database")
    public Long id;

    @NotNull
    @Schema(description = "Where the image lies; not unique")
    public String path;

    @NotNull
    @Schema(description = "The measurement set that it was made from")
    public String msPath;

    @NotNull
    @Quantity(unit = "s", ucd = "time.creation")
    @Schema(description = "When it was made, Unix seconds")
    public Double createdAt;

    @NotNull
    @Schema(description = "What is in it: dirty, clean, residual, model, image, pbcor, 5min, ...; not a closed set")
    public String type;

    @Quantity(unit = "arcsec", ucd = "phys.angSize;instr.beam")
    @Schema(description = "Major axis of the synthesized beam, full width at half maximum, arcseconds")
    public Double beamMajorArcsec;

    @Quantity(unit = "arcsec", ucd = "phys.angSize;instr.beam")
    @Schema(description = "Minor axis of the synthesized beam, full width at half maximum, arcseconds")
    public Double beamMinorArcsec;

    @Quantity(unit = "deg", ucd = "pos.posAng;instr.beam")
    @Schema(description = "Position angle of the beam, degrees east of north")
    public Double beamPaDeg;

    @Quantity(unit = "Jy/beam", ucd = "stat.stdev;phot.flux.density;em.radio")
    @Schema(description = "RMS noise, Jy/beam")
    public Double noiseJy;

    @Schema(description = "Whether it is corrected for the primary beam: 0 or 1")
    public Long pbcor = 0L;

    @Schema(description = "File format")
    public String format = "fits";

    @Schema(description = "Peak over RMS noise, dimensionless")
    public Double dynamicRange;

    @Schema(description = "Name of the field")
    public String fieldName;

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

    @Column(name = "imsize_x")
    @Quantity(unit = "pixel")
    @Schema(description = "Width, pixels")
    public Long imsizeX;

    @Column(name = "imsize_y")
    @Quantity(unit = "pixel")
    @Schema(description = "Height, pixels")
    public Long imsizeY;

    @Quantity(unit = "arcsec", ucd = "phys.angSize;instr.pixel")
    @Schema(description = "Size of a pixel, arcseconds")
    public Double cellsizeArcsec;

    @Quantity(unit = "GHz", ucd = "em.freq")
    @Schema(description = "Centre frequency, GHz")
    public Double freqGhz;

    @Quantity(unit = "MHz", ucd = "instr.bandwidth")
    @Schema(description = "Bandwidth, MHz")
    public Double bandwidthMhz;

    @Quantity(unit = "s", ucd = "time.duration;obs.exposure")
    @Schema(description = "Integration time, seconds")
    public Double integrationSec;
}
