package org.dsa110.contimg.calregistry;

import jakarta.ws.rs.Path;

import org.dsa110.contimg.database.Database;
import org.dsa110.contimg.rest.TableAccess;
import org.dsa110.contimg.rest.TableResource;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Calibration tables over REST. */
@Path("/api/v1/cal_registry/caltables")
@Tag(name = "cal_registry")
public class CalibrationTableResource extends TableResource<CalibrationTable> {
    CalibrationTableResource(TableAccess access, CalibrationTableRepository repository) {
        super(access, Database.CAL_REGISTRY, CalibrationTable.class, repository);
    }
}
