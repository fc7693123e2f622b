#!/usr/bin/env bash
# The HDF5 library says of a data set that grows along another dimension than its first that its chunks are elsewhere than they are.
#
# Versions: h5py 3.16.0 with HDF5 2.0.0, 3.14.0 with 1.14.6, and 3.7.0 with 1.10.8 (Debian 12), which do the same.
# Behaviour: with libver v110 and later one unlimited dimension means an index called extensible array, which has the chunks with that dimension
#   slowest. get_chunk_info gives offsets as if the first were, of which some lie outside the data set, and get_chunk_info_by_coord no chunk
#   or another one. Reading and read_direct_chunk are right. So are both calls when the first dimension is the unlimited one, when two are
#   or none is, and with h5py's default libver.
# Output:
#   h5py 3.16.0 HDF5 2.0.0
#   earliest (4, None): 6 of 6 offsets right, 0 outside, by coordinates 6 right and 0 none, direct 6, data right
#   v110 (None, 6): 6 of 6 offsets right, 0 outside, by coordinates 6 right and 0 none, direct 6, data right
#   v110 (4, None): 1 of 6 offsets right, 3 outside, by coordinates 1 right and 3 none, direct 6, data right
#   v110 (None, None): 6 of 6 offsets right, 0 outside, by coordinates 6 right and 0 none, direct 6, data right
#   h5py 3.14.0 HDF5 1.14.6
#   earliest (4, None): 6 of 6 offsets right, 0 outside, by coordinates 6 right and 0 none, direct 6, data right
#   v110 (None, 6): 6 of 6 offsets right, 0 outside, by coordinates 6 right and 0 none, direct 6, data right
#   v110 (4, None): 1 of 6 offsets right, 3 outside, by coordinates 1 right and 3 none, direct 6, data right
#   v110 (None, None): 6 of 6 offsets right, 0 outside, by coordinates 6 right and 0 none, direct 6, data right
#   h5py 3.7.0 HDF5 1.10.8
#   earliest (4, None): 6 of 6 offsets right, 0 outside, by coordinates 6 right and 0 none, direct 6, data right
#   v110 (None, 6): 6 of 6 offsets right, 0 outside, by coordinates 6 right and 0 none, direct 6, data right
#   v110 (4, None): 1 of 6 offsets right, 3 outside, by coordinates 1 right and 3 none, direct 6, data right
#   v110 (None, None): 6 of 6 offsets right, 0 outside, by coordinates 6 right and 0 none, direct 6, data right

. "$(dirname "$0")/packages"

cat >"$work/look.py" <<'PYTHON'
import itertools, h5py, numpy

DATA = numpy.arange(24.0).reshape(4, 6)


def stored(file, offset, size):
    file.seek(offset)
    return numpy.frombuffer(file.read(size)).reshape(2, 2)


print("h5py", h5py.__version__, "HDF5", h5py.version.hdf5_version)
for libver, most in ("earliest", (4, None)), ("v110", (None, 6)), ("v110", (4, None)), ("v110", (None, None)):
    with h5py.File("file.h5", "w", libver=libver if libver == "earliest" else (libver, libver)) as file:
        file.create_dataset("values", data=DATA, maxshape=most, chunks=(2, 2))
    right = outside = found = none = direct = 0
    with h5py.File("file.h5") as file, open("file.h5", "rb") as raw:
        values = file["values"]
        for number in range(values.id.get_num_chunks()):
            info = values.id.get_chunk_info(number)
            (i, j), chunk = info.chunk_offset, stored(raw, info.byte_offset, info.size)
            right += numpy.array_equal(DATA[i:i + 2, j:j + 2], chunk)
            outside += i >= 4 or j >= 6
        for i, j in itertools.product((0, 2), (0, 2, 4)):
            here = DATA[i:i + 2, j:j + 2]
            info = values.id.get_chunk_info_by_coord((i, j))
            none += info.byte_offset is None
            found += info.byte_offset is not None and numpy.array_equal(here, stored(raw, info.byte_offset, info.size))
            direct += values.id.read_direct_chunk((i, j))[1] == here.tobytes()
        print(f"{libver} {most}: {right} of {values.id.get_num_chunks()} offsets right, {outside} outside, by coordinates {found} right and "
              f"{none} none, direct {direct}, data", "right" if numpy.array_equal(values[:], DATA) else "wrong")
PYTHON

look() {
  cd "$work"
  new/bin/python look.py
  old/bin/python look.py
  debian_python look.py
}

python new h5py==3.16.0
python old h5py==3.14.0
debian python3-h5py python3-numpy
seen look
