package org.dsa110.contimg.products;

import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.dsa110.contimg.rest.declare.Quantity;
import org.dsa110.contimg.rest.declare.Row;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A cell of the sky in which there are sources. No table, but declared like one. */
@RegisterForReflection
@Row("A cell of the sky in which there are sources")
@Table(name = "sky")
public class SkyCell {
    @Id
    @Quantity(unit = "deg", ucd = "pos.eq.dec")
    @Schema(name = "dec_min_deg", description = "Its least declination, degrees (ICRS); sources there are in it",
            extensions = @Extension(name = Quantity.EXTENSION, value = "deg"))
    public Double decMinDeg;

    @Quantity(unit = "deg", ucd = "pos.eq.dec")
    @Schema(name = "dec_max_deg",
            description = "Its greatest declination, degrees (ICRS); sources there are in the next, but for those at the pole",
            extensions = @Extension(name = Quantity.EXTENSION, value = "deg"))
    public Double decMaxDeg;

    @Id
    @Quantity(unit = "deg", ucd = "pos.eq.ra")
    @Schema(name = "ra_min_deg", description = "Its least right ascension, degrees (ICRS); sources there are in it",
            extensions = @Extension(name = Quantity.EXTENSION, value = "deg"))
    public Double raMinDeg;

    @Quantity(unit = "deg", ucd = "pos.eq.ra")
    @Schema(name = "ra_max_deg",
            description = "Its greatest right ascension, degrees (ICRS), up to 360; sources there are in the next",
            extensions = @Extension(name = Quantity.EXTENSION, value = "deg"))
    public Double raMaxDeg;

    @Quantity(ucd = "meta.number")
    @Schema(name = "n_sources", description = "How many sources have their mean position in it")
    public Long nSources;
}
