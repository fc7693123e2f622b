#!/usr/bin/env bash
# jHDF cannot read some data sets that HDF5 can, some take their group along, and it knows no fill values.
#
# Versions: jHDF 0.9.4 and 0.13.0, which do the same; the file is written by h5py 3.16.0 with HDF5 2.0.0 and h5py's default libver.
# Behaviour: with one virtual, external, opaque or region-reference data set the whole group cannot be listed, and so the sound times beside
#   it not be reached. An 80-bit float, and a chunk that was stored without the data set's filter (per-chunk filter mask), cannot be read;
#   times beside these can. What was never written is 0.0 within a chunked data set, and null for one without any chunk, whatever the fill
#   value, which h5py gives in both cases.
# Output:
#   h5py: unfiltered [0.0, 1.0, 2.0, 3.0] partly [1.0, 2.0, 7.0, 7.0] never [7.0, 7.0, 7.0, 7.0]
#   jHDF 0.9.4
#   virtual: times HdfException, values HdfException
#   external: times HdfException, values HdfException
#   opaque: times HdfException, values HdfException
#   region: times HdfException, values HdfException
#   float80: times [0.0, 1.0, 2.0, 3.0], values HdfTypeException
#   unfiltered: times [0.0, 1.0, 2.0, 3.0], values HdfFilterException
#   partly: times [0.0, 1.0, 2.0, 3.0], values [1.0, 2.0, 0.0, 0.0]
#   never: times [0.0, 1.0, 2.0, 3.0], values null
#   jHDF 0.13.0
#   virtual: times HdfException, values HdfException
#   external: times HdfException, values HdfException
#   opaque: times HdfException, values HdfException
#   region: times HdfException, values HdfException
#   float80: times [0.0, 1.0, 2.0, 3.0], values HdfTypeException
#   unfiltered: times [0.0, 1.0, 2.0, 3.0], values HdfFilterException
#   partly: times [0.0, 1.0, 2.0, 3.0], values [1.0, 2.0, 0.0, 0.0]
#   never: times [0.0, 1.0, 2.0, 3.0], values null

. "$(dirname "$0")/packages"

cat >"$work/write.py" <<'PYTHON'
import h5py, numpy


with h5py.File("file.h5", "w") as file:
    def group(name):
        made = file.create_group(name)
        made["times"] = numpy.arange(4.0)
        return made

    layout = h5py.VirtualLayout((4,), "f8")
    layout[:] = h5py.VirtualSource("other.h5", "data", (4,))
    group("virtual").create_virtual_dataset("values", layout)
    group("external").create_dataset("values", (4,), "f8", external=[("raw", 0, h5py.h5f.UNLIMITED)])
    group("opaque")["values"] = numpy.array([b"abcd"], "V4")
    group("region").create_dataset("values", (1,), h5py.regionref_dtype)
    group("float80")["values"] = numpy.arange(4).astype(numpy.longdouble)
    stored = group("unfiltered").create_dataset("values", (4,), "f8", chunks=(4,), compression="gzip")
    stored.id.write_direct_chunk((0,), numpy.arange(4.0).tobytes(), filter_mask=1)
    group("partly").create_dataset("values", (4,), "f8", chunks=(2,), fillvalue=7.0)[:2] = 1, 2
    group("never").create_dataset("values", (4,), "f8", chunks=(2,), fillvalue=7.0)

with h5py.File("file.h5") as file:
    print("h5py:", *(f"{name} {file[name]['values'][:].tolist()}" for name in ("unfiltered", "partly", "never")))
PYTHON

cat >"$work/Look.java" <<'JAVA'
import io.jhdf.HdfFile;
import io.jhdf.api.Group;
import io.jhdf.exceptions.HdfException;
import java.nio.file.Path;
import java.util.Arrays;

class Look {
    public static void main(String[] names) {
        System.out.println("jHDF " + HdfFile.class.getPackage().getImplementationVersion());
        try (HdfFile file = new HdfFile(Path.of("file.h5"))) {
            for (String name : names) {
                Group group = (Group) file.getChild(name);
                System.out.println(name + ": times " + read(group, "times") + ", values " + read(group, "values"));
            }
        }
    }

    private static String read(Group group, String name) {
        try {
            return Arrays.toString((double[]) group.getDatasetByPath(name).getData());
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
    java -cp "$version/*" Look.java virtual external opaque region float80 unfiltered partly never 2>/dev/null
  done
}

python new h5py==3.16.0
jars 0.9.4 io.jhdf:jhdf:0.9.4
jars 0.13.0 io.jhdf:jhdf:0.13.0
seen look
