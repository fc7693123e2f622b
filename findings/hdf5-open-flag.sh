#!/usr/bin/env bash
# The HDF5 library refuses a file whose writer was killed only if its superblock has version 3; version 2 has the flag too.
#
# Versions: h5py 3.16.0 with HDF5 2.0.0, and h5py 3.7.0 with HDF5 1.10.8 (Debian 12).
# Behaviour: superblocks of version 2 (libver v108) and 3 (v110 and later) have a byte of flags in which a writer says that the file is open
#   for writing, and says otherwise when it closes it. Opening a file for reading whose writer is gone fails for version 3 alone; one of
#   version 2 is opened whatever is in it. h5py's default libver writes version 0, which has no flag.
# Output:
#   h5py 3.16.0 HDF5 2.0.0
#   earliest: superblock 0, no flags; opened, 4 times
#   v108: superblock 2, flags 1 once the writer was killed; opened, 4 times
#   v110: superblock 3, flags 1 once the writer was killed; refused
#   v200: superblock 3, flags 1 once the writer was killed; refused
#   h5py 3.7.0 HDF5 1.10.8
#   earliest: superblock 0, no flags; opened, 4 times
#   v108: superblock 2, flags 1 once the writer was killed; opened, 4 times
#   v110: superblock 3, flags 1 once the writer was killed; refused

. "$(dirname "$0")/packages"

cat >"$work/look.py" <<'PYTHON'
import os, subprocess, sys, h5py, numpy

WRITER = """
import os, sys, h5py, numpy
libver = sys.argv[1]
file = h5py.File("file.h5", "w", libver=libver if libver == "earliest" else (libver, libver))
file["times"] = numpy.arange(4.0)
file.flush()
os.kill(os.getpid(), 9)
"""


def flags(when):
    with open("file.h5", "rb") as file:
        start = file.read(12)
    version = start[8]
    return f"superblock {version}, " + (f"flags {start[11]} {when}" if version >= 2 else "no flags")


print("h5py", h5py.__version__, "HDF5", h5py.version.hdf5_version)
for libver in sys.argv[1:]:
    subprocess.run([sys.executable, "-c", WRITER, libver], timeout=60)
    line = f"{libver}: " + flags("once the writer was killed")
    try:
        with h5py.File("file.h5", "r") as file:
            line += f"; opened, {len(file['times'])} times"
    except OSError as error:
        line += "; refused"
    print(line)
PYTHON

look() {
  cd "$work"
  new/bin/python look.py earliest v108 v110 v200
  debian_python look.py earliest v108 v110
}

python new h5py==3.16.0
debian python3-h5py python3-numpy
seen look
