#!/usr/bin/env bash
# pyvo shows the text of a refused cone search only if it comes as Simple Cone Search says.
#
# Versions: pyvo 1.2.1 with astropy 5.2.1 (Debian 12).
# Behaviour: it asks with RA, DEC, SR and VERB=2, RA brought to 0..360. A 400 with problem+json becomes a DALServiceError that has the status
#   and not the text. A VOTable of DALI's form, INFO QUERY_STATUS=ERROR in a RESOURCE without a TABLE, loses its text with status 200 and 400;
#   INFO name="Error" as SCS 1.03 has it comes through as DALQueryError with its text. QUERY_STATUS=OVERFLOW gives no warning.
# Output:
#   pyvo 1.2.1 astropy 5.2.1
#   asked: RA=349.5&DEC=20.25&SR=0.5&VERB=2
#   problem: DALServiceError, its text has the reason: False
#   dali200: DALFormatError, its text has the reason: False
#   dali400: DALFormatError, its text has the reason: False
#   scs: DALQueryError, its text has the reason: True
#   overflow: 1 rows, warnings of an overflow 0

. "$(dirname "$0")/packages"

cat >"$work/look.py" <<'PYTHON'
import http.server, threading, warnings, astropy, pyvo

VOTABLE = '<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">{}</VOTABLE>'
TABLE = ('<TABLE><FIELD name="id" datatype="long" ucd="meta.id;meta.main"/><FIELD name="ra" datatype="double" ucd="pos.eq.ra;meta.main"/>'
         '<FIELD name="dec" datatype="double" ucd="pos.eq.dec;meta.main"/><DATA><TABLEDATA><TR><TD>1</TD><TD>2</TD><TD>3</TD></TR></TABLEDATA>'
         '</DATA></TABLE>')
XML = "application/x-votable+xml"
DALI = VOTABLE.format('<RESOURCE type="results"><INFO name="QUERY_STATUS" value="ERROR">sr is too large</INFO></RESOURCE>')
ANSWERS = {
    "problem": (400, "application/problem+json", '{"title":"Bad Request","status":400,"detail":"sr is too large"}'),
    "dali200": (200, XML, DALI),
    "dali400": (400, XML, DALI),
    "scs": (200, XML, VOTABLE.format('<INFO ID="Error" name="Error" value="sr is too large"/>')),
    "overflow": (200, XML, VOTABLE.format(f'<RESOURCE type="results">{TABLE}<INFO name="QUERY_STATUS" value="OVERFLOW"/></RESOURCE>')),
}


class Cone(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path, query = self.path.split("?")
        status, kind, body = ANSWERS[path[1:]]
        if path == "/problem":
            print("asked:", query)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *arguments):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Cone)
threading.Thread(target=server.serve_forever, daemon=True).start()
print("pyvo", pyvo.__version__, "astropy", astropy.__version__)
for name in ANSWERS:
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            rows = pyvo.conesearch(f"http://127.0.0.1:{server.server_port}/{name}", pos=(-10.5, 20.25), radius=0.5)
            overflow = [str(one.message) for one in warned if "overflow" in str(one.message).lower()]
            print(f"{name}: {len(rows)} rows, warnings of an overflow {len(overflow)}")
        except pyvo.dal.DALAccessError as error:
            print(f"{name}: {type(error).__name__}, its text has the reason: {'sr is too large' in str(error)}")
PYTHON

look() {
  debian_python "$work/look.py"
}

debian python3-pyvo python3-astropy
seen look
