package org.dsa110.contimg;

import java.util.function.BiConsumer;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.quarkus.arc.Arc;
import io.quarkus.arc.Unremovable;
import org.dsa110.contimg.calregistry.CalibrationTableRepository;
import org.dsa110.contimg.database.UnitExecutor;
import org.dsa110.contimg.dataregistry.DataProductRepository;
import org.dsa110.contimg.hdf5.IndexedSubbandFileRepository;
import org.dsa110.contimg.products.ImageRepository;
import org.dsa110.contimg.products.MeasurementSetRepository;
import org.dsa110.contimg.products.PhotometryMeasurementRepository;

/** What tests over HTTP ask of the repositories besides; left out where the service that they test is another process. */
@Singleton
@Unremovable
public class InProcess {
    // Asked for nowhere else, so that the framework would leave them out.
    @Inject
    UnitExecutor units;
    @Inject
    ImageRepository images;
    @Inject
    MeasurementSetRepository measurementSets;
    @Inject
    PhotometryMeasurementRepository photometry;
    @Inject
    IndexedSubbandFileRepository files;
    @Inject
    CalibrationTableRepository calibrationTables;
    @Inject
    DataProductRepository dataProducts;

    InProcess() {
    }

    /** Has a bean asked, and the answers checked, in units of work. */
    public static <B> void ask(Class<B> bean, BiConsumer<UnitExecutor, B> questions) {
        if (Arc.container() != null) {
            questions.accept(Arc.container().instance(UnitExecutor.class).get(), Arc.container().instance(bean).get());
        }
    }
}
