#!/usr/bin/env bash
# STILTS and TOPCAT read a CSV column as 32-bit floats if all its values are short, and send cone searches of positions so read.
#
# Versions: STILTS 3.4.7 (Debian 12), whose tables TOPCAT 4.8.7 has.
# Behaviour: a column whose numbers have few digits is Float: MJD 61082.1 is 135 s late. One longer number anywhere in the column makes
#   it Double. A VOTable says double, and is read exactly. A cone search appends RA, DEC and SR to a URL that has a query; it does not bring RA
#   to 0..360, and has no VERB unless told; positions of a Float column go out with their 32 bits.
# Output:
#   STILTS version 3.4.7
#   short.csv: 61082.1 is read as 61082.1015625,135 s late
#   long.csv: 61082.1 is read as 61082.1,0 s late
#   table.xml: 61082.1 is read as 61082.1,0 s late
#   cone asked: /cone?fields=ra&RA=-10.100000381469727&DEC=54.29999923706055&SR=0.1
#   cone asked: /cone?fields=ra&RA=200.1999969482422&DEC=-5.400000095367432&SR=0.1
#   cone asked: /cone?fields=ra&RA=-10.1&DEC=54.29999923706055&SR=0.1
#   cone asked: /cone?fields=ra&RA=200.123456789&DEC=-5.400000095367432&SR=0.1

. "$(dirname "$0")/packages"

cat >"$work/short.csv" <<'CSV'
mjd,ra,dec
61082.1,-10.1,54.3
61082.2,200.2,-5.4
CSV
cat >"$work/long.csv" <<'CSV'
mjd,ra,dec
61082.1,-10.1,54.3
61082.123456789,200.123456789,-5.4
CSV
cat >"$work/table.xml" <<'XML'
<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE type="results"><TABLE>
<FIELD name="mjd" datatype="double"/><FIELD name="ra" datatype="double"/><FIELD name="dec" datatype="double"/>
<DATA><TABLEDATA><TR><TD>61082.1</TD><TD>-10.1</TD><TD>54.3</TD></TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>
XML

# Answers cone searches with an empty table, prints what it was asked, and ends with the client or after a minute
cat >"$work/cone.py" <<'PYTHON'
import http.server, subprocess, sys, threading


class Cone(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        print("cone asked:", self.path, flush=True)
        body = (b'<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE type="results"><TABLE>'
                b'<FIELD name="id" datatype="long" ucd="meta.id;meta.main"/><FIELD name="ra" datatype="double" ucd="pos.eq.ra;meta.main"/>'
                b'<FIELD name="dec" datatype="double" ucd="pos.eq.dec;meta.main"/><DATA><TABLEDATA/></DATA></TABLE></RESOURCE></VOTABLE>')
        self.send_response(200)
        self.send_header("Content-Type", "application/x-votable+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Cone)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = [argument.replace("PORT", str(server.server_port)) for argument in sys.argv[1:]]
subprocess.run(client, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)
PYTHON

stilts() {
  java -Djava.awt.headless=true -cp "$work/unpacked/usr/share/java/*:/usr/share/java/*" uk.ac.starlink.ttools.Stilts "$@"
}

look() {
  cd "$work"
  stilts -version 2>&1 | grep -o "STILTS version [0-9.]*"
  for table in short.csv:csv long.csv:csv table.xml:votable; do
    echo "${table%:*}: 61082.1 is read as" $(stilts tpipe in="${table%:*}" ifmt="${table#*:}" \
      cmd='head 1; keepcols mjd; addcol read toDouble(mjd); addcol late round(86400*(read-61082.1)); keepcols "read late"' \
      ofmt=csv-noheader) s late
  done
  for table in short.csv long.csv; do
    python3 cone.py java -Djava.awt.headless=true -cp "$work/unpacked/usr/share/java/*:/usr/share/java/*" uk.ac.starlink.ttools.Stilts \
      coneskymatch serviceurl="http://127.0.0.1:PORT/cone?fields=ra" in=$table ifmt=csv ra=ra dec=dec sr=0.1 parallel=1 erract=ignore out=/dev/null ofmt=csv
  done
}

debian stilts
seen look
