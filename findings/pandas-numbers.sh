#!/usr/bin/env bash
# pandas changes the last bits of numbers that it reads, unless it is told not to, and writes integers with gaps as fractions.
#
# Versions: pandas 1.5.3 (Debian 12) and 3.0.6, which do the same.
# Behaviour: read_csv without float_precision="round_trip" and read_json without precise_float=True give other doubles than those that were
#   written with all their digits. Small numbers, such as fluxes in Jy, suffer most; MJDs are hardly ever read wrong by read_json.
#   An integer beside a missing one goes out with .0, a flag as True; the type Int64 makes integers of both, and leaves gaps.
# Output:
#   pandas 1.5.3, MJD, changed %: read_csv 12 round_trip 0 read_json 0 precise_float 0
#   pandas 1.5.3, flux, changed %: read_csv 91 round_trip 0 read_json 95 precise_float 0
#   pandas 1.5.3, to_csv: ['4096.0,True', ',False'] Int64: ['4096,1', ',0']
#   pandas 3.0.6, MJD, changed %: read_csv 12 round_trip 0 read_json 0 precise_float 0
#   pandas 3.0.6, flux, changed %: read_csv 91 round_trip 0 read_json 95 precise_float 0
#   pandas 3.0.6, to_csv: ['4096.0,True', ',False'] Int64: ['4096,1', ',0']

. "$(dirname "$0")/packages"

cat >"$work/look.py" <<'PYTHON'
import io, json, random, pandas

chance = random.Random(12)
kinds = {"MJD": [chance.uniform(60000, 62000) for _ in range(100_000)], "flux": [chance.uniform(0, 1e-3) for _ in range(100_000)]}


def changed(values, frame):
    return round(100 * sum(read != value for read, value in zip(frame["x"], values)) / len(values))


for name, values in kinds.items():
    csv = "x\n" + "\n".join(map(repr, values)) + "\n"
    lines = "".join(json.dumps({"x": value}) + "\n" for value in values)
    print(f"pandas {pandas.__version__}, {name}, changed %: read_csv", changed(values, pandas.read_csv(io.StringIO(csv))),
          "round_trip", changed(values, pandas.read_csv(io.StringIO(csv), float_precision="round_trip")),
          "read_json", changed(values, pandas.read_json(io.StringIO(lines), lines=True)),
          "precise_float", changed(values, pandas.read_json(io.StringIO(lines), lines=True, precise_float=True)))
frame = pandas.DataFrame({"size": [4096, None], "flag": [True, False]})
print(f"pandas {pandas.__version__}, to_csv:", frame.to_csv(index=False, header=False).split(),
      "Int64:", frame.astype("Int64").to_csv(index=False, header=False).split())
PYTHON

look() {
  debian_python "$work/look.py"
  "$work/new/bin/python" "$work/look.py"
}

debian python3-pandas python3-pandas-lib
python new pandas==3.0.6
seen look
