#!/usr/bin/env bash
# nginx speaks HTTP/1.0 to what is behind it, decodes keys in some configurations, makes tags weak, and refuses long imports and URLs.
#
# Versions: nginx 1.22.1 (Debian 12).
# Behaviour: by default HTTP/1.0 goes to the service behind, bodies of more than 1 MiB are refused with 413, and URLs of more than 8 KiB with 414.
#   proxy_pass with a path behind the name, be it a slash, decodes %2F and %2B of what the client asked for; without one the path goes on as
#   it came. gzip makes a strong ETag weak. When the service resets its connection, nginx ends its own chunked answer without the last chunk, and
#   that to a client of HTTP/1.0 as if it were whole.
# Output:
#   nginx version: nginx/1.22.1
#   no path behind the name: 200, tag "tag", HTTP/1.0 /key/%2Fa%2Bb
#   a path behind the name: 200, tag "tag", HTTP/1.0 /path/a+b
#   proxy_http_version 1.1: 200, tag "tag", HTTP/1.1 /new/%2Fa%2Bb
#   gzip: 200, tag W/"tag"
#   a body of 1 MiB and 1 byte: 413, tag None
#   a URL of 9000 characters: 414, tag None
#   a reset, HTTP/1.0: 200, tag "tag", then IncompleteRead
#   a reset, HTTP/1.1: 200, tag "tag", then IncompleteRead
#   a reset, client of HTTP/1.0: 200, tag "tag", an empty body

. "$(dirname "$0")/packages"

cat >"$work/nginx.conf" <<'NGINX'
daemon off; master_process off; pid nginx.pid;
events {}
http {
  access_log off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  gzip on; gzip_proxied any; gzip_types text/csv; gzip_min_length 1;
  server {
    listen 127.0.0.1:PORT;
    location / { proxy_pass http://127.0.0.1:BEHIND; }
    location /path/ { proxy_pass http://127.0.0.1:BEHIND/path/; }
    location /new/ { proxy_pass http://127.0.0.1:BEHIND; proxy_http_version 1.1; }
  }
}
NGINX

cat >"$work/look.py" <<'PYTHON'
import http.client, http.server, re, socket, struct, subprocess, sys, threading, time

NGINX = sys.argv[1]


class Behind(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/csv")
        self.send_header("ETag", '"tag"')
        self.send_header("Connection", "close")
        body = f"{self.request_version} {self.path}\n".encode()
        if not self.path.endswith("breaks"):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        if self.path.endswith("breaks"):
            time.sleep(0.2)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def log_message(self, *arguments):
        pass


class Older(http.client.HTTPConnection):
    _http_vsn, _http_vsn_str = 10, "HTTP/1.0"


def ask(what, method, path, body=None, client=http.client.HTTPConnection, **headers):
    connection = client("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        seen = f"{answer.status}, tag {answer.getheader('ETag')}"
        text = answer.read()
        print(f"{what}: {seen}" + (f", {text.decode().strip() or 'an empty body'}" if answer.status == 200 and not headers else ""))
    except http.client.IncompleteRead:
        print(f"{what}: {seen}, then IncompleteRead")
    finally:
        connection.close()


# Without a shutdown before the close, which would send FIN.
http.server.ThreadingHTTPServer.shutdown_request = http.server.ThreadingHTTPServer.close_request
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Behind)
threading.Thread(target=server.serve_forever, daemon=True).start()
with socket.create_server(("127.0.0.1", 0)) as free:
    port = free.getsockname()[1]
with open("nginx.conf") as file:
    configuration = file.read().replace("PORT", str(port)).replace("BEHIND", str(server.server_port))
with open("nginx.conf", "w") as file:
    file.write(configuration)
print(subprocess.run([NGINX, "-v"], capture_output=True, text=True).stderr.strip())
nginx = subprocess.Popen([NGINX, "-p", ".", "-e", "error.log", "-c", "nginx.conf"])
try:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    ask("no path behind the name", "GET", "/key/%2Fa%2Bb")
    ask("a path behind the name", "GET", "/path/%2Fa%2Bb")
    ask("proxy_http_version 1.1", "GET", "/new/%2Fa%2Bb")
    ask("gzip", "GET", "/key", **{"Accept-Encoding": "gzip"})
    ask("a body of 1 MiB and 1 byte", "POST", "/key", b"x" * (2 ** 20 + 1))
    ask("a URL of 9000 characters", "GET", "/" + "x" * 9000)
    ask("a reset, HTTP/1.0", "GET", "/breaks")
    ask("a reset, HTTP/1.1", "GET", "/new/breaks")
    ask("a reset, client of HTTP/1.0", "GET", "/new/breaks", client=Older)
finally:
    nginx.terminate()
    nginx.wait()
PYTHON

look() {
  cd "$work"
  python3 look.py "$work/unpacked/usr/sbin/nginx"
}

debian nginx
seen look
