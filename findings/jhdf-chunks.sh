#!/usr/bin/env bash
# jHDF gives wrong numbers, without an error, of some data sets that may grow.
#
# Versions: jHDF 0.9.4 and 0.13.0, which do the same; the files are written by h5py 3.16.0 with HDF5 2.0.0.
# Behaviour: with libver v110 and later a data set with one unlimited dimension, or with none, has an index in which chunks lie as they would in
#   the largest data set. jHDF takes the present size: where the second dimension is the unlimited one it gives numbers at wrong places, where
#   the first is and the second may become larger it gives 0.0 for those of some chunks, and where both may become larger it throws. Data sets
#   with two unlimited dimensions, and all of h5py's default libver, are right.
# Output:
#   h5py: earliest 6 of 6 are right
#   h5py: v110 6 of 6 are right
#   jHDF 0.9.4
#   earliest, both: right
#   earliest, first: right
#   earliest, first and larger: right
#   earliest, fixed: right
#   earliest, larger: right
#   earliest, second: right
#   v110, both: right
#   v110, first: right
#   v110, first and larger: wrong, [0.0, 1.0, 2.0, 3.0, 4.0, 5.0] to [0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
#   v110, fixed: right
#   v110, larger: HdfException
#   v110, second: wrong, [0.0, 1.0, 12.0, 13.0, 2.0, 3.0] to [20.0, 21.0, 10.0, 11.0, 22.0, 23.0]
#   jHDF 0.13.0
#   earliest, both: right
#   earliest, first: right
#   earliest, first and larger: right
#   earliest, fixed: right
#   earliest, larger: right
#   earliest, second: right
#   v110, both: right
#   v110, first: right
#   v110, first and larger: wrong, [0.0, 1.0, 2.0, 3.0, 4.0, 5.0] to [0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
#   v110, fixed: right
#   v110, larger: HdfException
#   v110, second: wrong, [0.0, 1.0, 12.0, 13.0, 2.0, 3.0] to [20.0, 21.0, 10.0, 11.0, 22.0, 23.0]

. "$(dirname "$0")/packages"

cat >"$work/write.py" <<'PYTHON'
import h5py, numpy

DATA = numpy.arange(24.0).reshape(4, 6)

for libver in "earliest", "v110":
    with h5py.File(libver, "w", libver=libver if libver == "earliest" else (libver, libver)) as file:
        for name, most in {"fixed": (4, 6), "first": (None, 6), "second": (4, None), "both": (None, None), "larger": (8, 12),
                           "first and larger": (None, 12)}.items():
            file.create_dataset(name, data=DATA, maxshape=most, chunks=(2, 2))
    with h5py.File(libver) as file:
        print("h5py:", libver, sum(numpy.array_equal(values[:], DATA) for values in file.values()), "of", len(file), "are right")
PYTHON

cat >"$work/Look.java" <<'JAVA'
import io.jhdf.HdfFile;
import io.jhdf.exceptions.HdfException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;

class Look {
    public static void main(String[] files) {
        System.out.println("jHDF " + HdfFile.class.getPackage().getImplementationVersion());
        for (String name : files) {
            try (HdfFile file = new HdfFile(Path.of(name))) {
                for (String values : new TreeSet<>(file.getChildren().keySet())) {
                    System.out.println(name + ", " + values + ": " + read(file, values));
                }
            }
        }
    }

    private static String read(HdfFile file, String name) {
        try {
            double[][] read = (double[][]) file.getDatasetByPath(name).getData();
            for (int i = 0; i < 24; i++) {
                if (read[i / 6][i % 6] != i) {
                    return "wrong, " + Arrays.toString(read[0]) + " to " + Arrays.toString(read[3]);
                }
            }
            return "right";
        } catch (HdfException e) {
            return e.getClass().getSimpleName();
        }
    }
}
JAVA

look() {
  cd "$work"
  new/bin/python write.py
  for version in 0.9.4 0.13.0; do
    java -cp "$version/*" Look.java earliest v110 2>/dev/null
  done
}

python new h5py==3.16.0
jars 0.9.4 io.jhdf:jhdf:0.9.4
jars 0.13.0 io.jhdf:jhdf:0.13.0
seen look
