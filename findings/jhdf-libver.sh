#!/usr/bin/env bash
# jHDF cannot read what h5py writes with libver v112 and later: compound and enum types, and with v200 compressed data; each takes its group along.
#
# Versions: jHDF 0.9.4 and 0.13.0, which do the same; h5py 3.16.0 with HDF5 2.0.0.
# Behaviour: from libver v112 on the library writes complex numbers (a compound type) and flags (an enum) as a newer version of datatype, from
#   v200 on filtered chunks with a newer version of layout. getChildren of the group throws, so a sound data set beside it is not to be had
#   by way of its group either. Plain numbers in one piece are read at every libver; h5py's default is "earliest".
# Output:
#   h5py 3.16.0 HDF5 2.0.0
#   jHDF 0.9.4
#   earliest: numbers read complex read flags read gzip read
#   v108: numbers read complex read flags read gzip read
#   v110: numbers read complex read flags read gzip read
#   v112: numbers read complex not even its times flags not even its times gzip read
#   v114: numbers read complex not even its times flags not even its times gzip read
#   v200: numbers read complex not even its times flags not even its times gzip not even its times
#   jHDF 0.13.0
#   earliest: numbers read complex read flags read gzip read
#   v108: numbers read complex read flags read gzip read
#   v110: numbers read complex read flags read gzip read
#   v112: numbers read complex not even its times flags not even its times gzip read
#   v114: numbers read complex not even its times flags not even its times gzip read
#   v200: numbers read complex not even its times flags not even its times gzip not even its times

. "$(dirname "$0")/packages"

cat >"$work/write.py" <<'PYTHON'
import h5py, numpy

print("h5py", h5py.__version__, "HDF5", h5py.version.hdf5_version)
for libver in "earliest", "v108", "v110", "v112", "v114", "v200":
    with h5py.File(f"{libver}.h5", "w", libver=(libver, "latest" if libver == "earliest" else libver)) as file:
        for name, values, options in (("numbers", numpy.arange(4.0), {}), ("complex", numpy.ones(4, numpy.complex64), {}),
                                      ("flags", numpy.ones(4, bool), {}), ("gzip", numpy.arange(4.0), {"compression": "gzip"})):
            group = file.create_group(name)
            group["times"] = numpy.arange(4.0)
            group.create_dataset("values", data=values, **options)
PYTHON

cat >"$work/Look.java" <<'JAVA'
import io.jhdf.HdfFile;
import io.jhdf.api.Group;
import io.jhdf.exceptions.HdfException;
import java.nio.file.Path;

class Look {
    public static void main(String[] libvers) {
        System.out.println("jHDF " + HdfFile.class.getPackage().getImplementationVersion());
        for (String libver : libvers) {
            StringBuilder line = new StringBuilder(libver + ":");
            try (HdfFile file = new HdfFile(Path.of(libver + ".h5"))) {
                for (String name : new String[]{"numbers", "complex", "flags", "gzip"}) {
                    line.append(' ').append(name).append(' ').append(read((Group) file.getChild(name)));
                }
            }
            System.out.println(line);
        }
    }

    private static String read(Group group) {
        try {
            group.getChildren().keySet().forEach(name -> group.getDatasetByPath(name).getData());
            return "read";
        } catch (HdfException e) {
            return "not even its times";
        }
    }
}
JAVA

look() {
  cd "$work"
  new/bin/python write.py
  for version in 0.9.4 0.13.0; do
    java -cp "$version/*" Look.java earliest v108 v110 v112 v114 v200 2>/dev/null
  done
}

python new h5py==3.16.0
jars 0.9.4 io.jhdf:jhdf:0.9.4
jars 0.13.0 io.jhdf:jhdf:0.13.0
seen look
