#!/usr/bin/env bash
# jHDF cannot read some data sets that HDF5 can, some take their group along, and it knows no fill values, named types and relative links.
#
# Versions: jHDF 0.9.4 and 0.13.0, which do the same but for the checksum; the file is written by h5py 3.16.0 with HDF5 2.0.0 and h5py's default libver.
# Behaviour: with one virtual, external, opaque or region-reference data set the whole group cannot be listed, and so the sound times beside
#   it not be reached. An 80-bit float, and a chunk that was stored without the data set's filter (per-chunk filter mask), cannot be read;
#   times beside these can. What was never written is 0.0 within a chunked data set, and null for one without any chunk, whatever the fill
#   value, which h5py gives in both cases. A data set with a named type gives an empty list for each number; a soft link that starts at its
#   own group is broken. lzf with a checksum (fletcher32) is readable for 0.9.4 and no longer for 0.13.0, bitshuffle without lz4 for neither.
# Output:
#   h5py, unfiltered [0.0, 1.0, 2.0, 3.0]
#   h5py, partly [1.0, 2.0, 7.0, 7.0]
#   h5py, never [7.0, 7.0, 7.0, 7.0]
#   h5py, named [0.0, 1.0, 2.0, 3.0]
#   h5py, link [0.0, 1.0, 2.0, 3.0]
#   h5py, checksum [0.0, 1.0, 2.0, 3.0]
#   jHDF 0.9.4
#   virtual: times HdfException, values HdfException
#   external: times HdfException, values HdfException
#   opaque: times HdfException, values HdfException
#   region: times HdfException, values HdfException
#   float80: times [0.0, 1.0, 2.0, 3.0], values HdfTypeException
#   unfiltered: times [0.0, 1.0, 2.0, 3.0], values HdfFilterException
#   partly: times [0.0, 1.0, 2.0, 3.0], values [1.0, 2.0, 0.0, 0.0]
#   never: times [0.0, 1.0, 2.0, 3.0], values null
#   named: times [0.0, 1.0, 2.0, 3.0], values [[], [], [], []]
#   link: times [0.0, 1.0, 2.0, 3.0], values HdfBrokenLinkException
#   checksum: times [0.0, 1.0, 2.0, 3.0], values [0.0, 1.0, 2.0, 3.0]
#   bitshuffle: times [0.0, 1.0, 2.0, 3.0], values ArrayIndexOutOfBoundsException
#   jHDF 0.13.0
#   virtual: times HdfException, values HdfException
#   external: times HdfException, values HdfException
#   opaque: times HdfException, values HdfException
#   region: times HdfException, values HdfException
#   float80: times [0.0, 1.0, 2.0, 3.0], values HdfTypeException
#   unfiltered: times [0.0, 1.0, 2.0, 3.0], values HdfFilterException
#   partly: times [0.0, 1.0, 2.0, 3.0], values [1.0, 2.0, 0.0, 0.0]
#   never: times [0.0, 1.0, 2.0, 3.0], values null
#   named: times [0.0, 1.0, 2.0, 3.0], values [[], [], [], []]
#   link: times [0.0, 1.0, 2.0, 3.0], values HdfBrokenLinkException
#   checksum: times [0.0, 1.0, 2.0, 3.0], values HdfFilterException
#   bitshuffle: times [0.0, 1.0, 2.0, 3.0], values ArrayIndexOutOfBoundsException

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
    file["double"] = numpy.dtype("f8")
    group("named").create_dataset("values", data=numpy.arange(4.0), dtype=file["double"])
    group("link")["values"] = h5py.SoftLink("times")
    group("checksum").create_dataset("values", data=numpy.arange(4.0), chunks=(4,), compression="lzf", fletcher32=True)
    shuffled = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    shuffled.set_chunk((8,))
    shuffled.set_filter(32008, h5py.h5z.FLAG_OPTIONAL, (0, 3, 8))
    space = h5py.h5s.create_simple((8,))
    stored = h5py.h5d.create(group("bitshuffle").id, b"values", h5py.h5t.IEEE_F64LE, space, shuffled)
    bits = numpy.unpackbits(numpy.arange(8.0).view("u1").reshape(8, 8), axis=1, bitorder="little")
    stored.write_direct_chunk((0,), numpy.packbits(bits.T, axis=1, bitorder="little").tobytes())
    group("never").create_dataset("values", (4,), "f8", chunks=(2,), fillvalue=7.0)

with h5py.File("file.h5") as file:
    for name in "unfiltered", "partly", "never", "named", "link", "checksum":
        print("h5py,", name, file[name]["values"][:].tolist())
PYTHON

cat >"$work/Look.java" <<'JAVA'
import io.jhdf.HdfFile;
import io.jhdf.api.Group;
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
            Object data = group.getDatasetByPath(name).getData();
            return data == null ? "null" : Arrays.deepToString(new Object[] {data}).replaceAll("^.|.$", "");
        } catch (RuntimeException e) {
            return e.getClass().getSimpleName();
        }
    }
}
JAVA

look() {
  cd "$work"
  new/bin/python write.py
  for version in 0.9.4 0.13.0; do
    java -cp "$version/*" Look.java virtual external opaque region float80 unfiltered partly never named link checksum bitshuffle 2>/dev/null
  done
}

python new h5py==3.16.0
jars 0.9.4 io.jhdf:jhdf:0.9.4
jars 0.13.0 io.jhdf:jhdf:0.13.0
seen look
