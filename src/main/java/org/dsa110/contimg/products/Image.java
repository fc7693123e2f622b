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
import org.dsa110.contimg.rest.declare.SkyPosition;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.DynamicUpdate;

/** An image made from a measurement set: a row of products.images. A field is null where its column has no value. */
@Entity
@SkyPosition(ra = "center_ra_deg", dec = "center_dec_deg")
@DynamicUpdate
@Table(name = "images")
public class Image extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "id")
    @Quantity(ucd = "meta.id")
    @Schema(description = "Number of the image; given by the database")
    public Long id;

    @NotNull
    @Column(name = "path")
    @Schema(description = "Where the image lies; not unique")
    public String path;

    @NotNull
    @Column(name = "ms_path")
    @Schema(description = "The measurement set that it was made from")
    public String msPath;

    @NotNull
    @Column(name = "created_at")
    @Quantity(unit = "s", ucd = "time.creation")
    @Schema(description = "When it was made, Unix seconds")
    public Double createdAt;

    @NotNull
    @Column(name = "type")
    @Schema(description = "What is in it: dirty, clean, residual, model, image, pbcor, 5min, ...; not a closed set")
    public String type;

    @Column(name = "beam_major_arcsec")
    @Quantity(unit = "arcsec", ucd = "phys.angSize;instr.beam")
    @Schema(description = "Major axis of the synthesized beam, full width at half maximum, arcseconds")
    public Double beamMajorArcsec;

    @Column(name = "beam_minor_arcsec")
    @Quantity(unit = "arcsec", ucd = "phys.angSize;instr.beam")
    @Schema(description = "Minor axis of the synthesized beam, full width at half maximum, arcseconds")
    public Double beamMinorArcsec;

    @Column(name = "beam_pa_deg")
    @Quantity(unit = "deg", ucd = "pos.posAng;instr.beam")
    @Schema(description = "Position angle of the beam, degrees east of north")
    public Double beamPaDeg;

    @Column(name = "noise_jy")
    @Quantity(unit = "Jy/beam", ucd = "stat.stdev;phot.flux.density;em.radio")
    @Schema(description = "RMS noise, Jy/beam")
    public Double noiseJy;

    @Column(name = "pbcor")
    @Schema(description = "Whether it is corrected for the primary beam: 0 or 1")
    public Long pbcor = 0L;

    @Column(name = "format")
    @Schema(description = "File format")
    public String format = "fits";

    @Column(name = "dynamic_range")
    @Schema(description = "Peak over RMS noise, dimensionless")
    public Double dynamicRange;

    @Column(name = "field_name")
    @Schema(description = "Name of the field")
    public String fieldName;

    @DecimalMin("0")
    @DecimalMax("360")
    @Column(name = "center_ra_deg")
    @Quantity(unit = "deg", ucd = "pos.eq.ra;meta.main")
    @Schema(description = "Right ascension of the centre, degrees (ICRS)")
    public Double centerRaDeg;

    @DecimalMin("-90")
    @DecimalMax("90")
    @Column(name = "center_dec_deg")
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

    @Column(name = "cellsize_arcsec")
    @Quantity(unit = "arcsec", ucd = "phys.angSize;instr.pixel")
    @Schema(description = "Size of a pixel, arcseconds")
    public Double cellsizeArcsec;

    @Column(name = "freq_ghz")
    @Quantity(unit = "GHz", ucd = "em.freq")
    @Schema(description = "Centre frequency, GHz")
    public Double freqGhz;

    @Column(name = "bandwidth_mhz")
    @Quantity(unit = "MHz", ucd = "instr.bandwidth")
    @Schema(description = "Bandwidth, MHz")
    public Double bandwidthMhz;

    @Column(name = "integration_sec")
    @Quantity(unit = "s", ucd = "time.duration;obs.exposure")
    @Schema(description = "Integration time, seconds")
    public Double integrationSec;
}
