#!/usr/bin/env bash
# STILTS, and TOPCAT which has its code, show why a cone search is refused only if the error document comes with status 200.
#
# Versions: STILTS 3.4.7 (Debian 12), whose services TOPCAT 4.8.7 has.
# Behaviour: INFO name="Error" of Simple Cone Search 1.03 is shown as the error where it comes with status 200. With status 400 the document
#   is not read, and the status is all that is shown.
# Output:
#   STILTS version 3.4.7
#   status 200: Error: sr is too large
#   status 400: Error: Server returned HTTP response code: 400

. "$(dirname "$0")/packages"

# Refuses each cone search with the status that its path names, and ends with the client or after a minute
cat >"$work/cone.py" <<'PYTHON'
import http.server, subprocess, sys, threading


class Cone(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = (b'<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><INFO ID="Error" name="Error" value="sr is too large"/>'
                b'<RESOURCE type="results"><INFO name="QUERY_STATUS" value="ERROR">sr is too large</INFO></RESOURCE></VOTABLE>')
        self.send_response(int(self.path[1:4]))
        self.send_header("Content-Type", "text/xml;content=x-votable")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Cone)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = [argument.replace("PORT", str(server.server_port)) for argument in sys.argv[1:]]
subprocess.run(client, stderr=subprocess.STDOUT, timeout=60)
PYTHON

stilts=(java -Djava.awt.headless=true -cp "$work/unpacked/usr/share/java/*:/usr/share/java/*" uk.ac.starlink.ttools.Stilts)

look() {
  "${stilts[@]}" -version 2>&1 | grep -o "STILTS version [0-9.]*"
  for status in 200 400; do
    echo "status $status:" $(python3 "$work/cone.py" "${stilts[@]}" cone serviceurl="http://127.0.0.1:PORT/$status" lon=10 lat=20 radius=200 |
      grep -o "^Error: [^/]*" | sed 's/ for URL.*//')
  done
}

debian stilts
seen look
