#!/usr/bin/env bash
# astropy cannot write a table that it read from a VOTable with texts as FITS or HDF5, and takes absent texts there for empty ones.
#
# Versions: astropy 5.2.1 (Debian 12) and 8.0.1, which do the same but for the words of an error.
# Behaviour: a text column of variable length becomes one of Python objects, which neither format can hold; astype(str) on the column helps.
#   In such a column an empty cell is '' and not masked; from CSV it is masked, whether it was an absent text or an empty one. Doubles come
#   back bit for bit from both. CSV without a file name that ends in .csv needs format="ascii.csv".
# Output:
#   astropy 5.2.1
#   votable.xml: name object, masked [False, False], mjd exact True; fits ValueError, hdf5 TypeError; as str: fits written, hdf5 written
#   rows: Format could not be identified
#   rows: name <U10, masked [False, True, True], mjd exact True; fits written, hdf5 written; as str: fits written, hdf5 written
#   astropy 8.0.1
#   votable.xml: name object, masked [False, False], mjd exact True; fits TypeError, hdf5 TypeError; as str: fits written, hdf5 written
#   rows: Format could not be identified
#   rows: name <U10, masked [False, True, True], mjd exact True; fits written, hdf5 written; as str: fits written, hdf5 written

. "$(dirname "$0")/packages"

cat >"$work/look.py" <<'PYTHON'
import warnings, astropy
from astropy.table import Table

warnings.simplefilter("ignore")
MJD = 61082.123456789012
VOTABLE = f"""<?xml version="1.0"?>
<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE type="results"><TABLE>
<FIELD name="name" datatype="unicodeChar" arraysize="*"/><FIELD name="mjd" datatype="double"/>
<DATA><TABLEDATA><TR><TD>J1234+5678</TD><TD>{MJD!r}</TD></TR><TR><TD/><TD/></TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>"""
CSV = f'"name","mjd"\n"J1234+5678",{MJD!r}\n,\n"",\n'


def written(table):
    outcomes = []
    for name, options in ("fits", {}), ("hdf5", {"path": "table"}):
        try:
            table.write(f"table.{name}", format=name, overwrite=True, **options)
            outcomes.append(f"{name} written")
        except (TypeError, ValueError) as error:
            outcomes.append(f"{name} {type(error).__name__}")
    return ", ".join(outcomes)


print("astropy", astropy.__version__)
for name, text, options in ("votable.xml", VOTABLE, {}), ("rows", CSV, {}), ("rows", CSV, {"format": "ascii.csv"}):
    with open(name, "w") as file:
        file.write(text)
    try:
        table = Table.read(name, **options)
    except astropy.io.registry.IORegistryError as error:
        print(f"{name}:", str(error).split(" based")[0])
        continue
    names = table["name"]
    print(f"{name}: name {names.dtype}, masked {names.mask.tolist()}, mjd exact {table['mjd'][0] == MJD};", written(table), end="")
    table["name"] = names.astype(str)
    print("; as str:", written(table))
PYTHON

look() {
  cd "$work"
  debian_python look.py
  new/bin/python look.py
}

debian python3-astropy python3-h5py
python new astropy==8.0.1 h5py==3.16.0
seen look
