#!/usr/bin/env bash
# Python's urllib read by lines ends without an error where a chunked answer breaks off; read() and requests notice.
#
# Versions: Python 3.11 (any of 3.8 to 3.13 was seen to do so); requests 2.34.2.
# Behaviour: http.client's readline takes the end of the connection within a chunked answer for the end of the answer, so `for line in response` and
#   readlines give fewer lines and nothing else. A connection that is reset (RST) in place of closed (FIN) raises in each of them.
# Output:
#   Python 3.11, requests 2.34.2
#   closed without the last chunk, urllib by lines: 10 lines, no error
#   closed without the last chunk, urllib readlines: 10 lines, no error
#   closed without the last chunk, urllib read: IncompleteRead
#   closed without the last chunk, requests text: ChunkedEncodingError
#   closed without the last chunk, requests by lines: ChunkedEncodingError
#   reset, urllib by lines: ConnectionResetError
#   reset, urllib readlines: ConnectionResetError
#   reset, urllib read: ConnectionResetError
#   reset, requests text: ChunkedEncodingError
#   reset, requests by lines: ChunkedEncodingError

. "$(dirname "$0")/packages"

cat >"$work/look.py" <<'PYTHON'
import socket, struct, sys, threading, urllib.request, requests

ANSWER = (b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
          + b"".join(b"%x\r\n%s\r\n" % (len(row), row) for row in [b"row %d\n" % number for number in range(10)]))
READERS = {
    "urllib by lines": lambda url: len([line for line in urllib.request.urlopen(url, timeout=20)]),
    "urllib readlines": lambda url: len(urllib.request.urlopen(url, timeout=20).readlines()),
    "urllib read": lambda url: urllib.request.urlopen(url, timeout=20).read().count(b"\n"),
    "requests text": lambda url: requests.get(url, timeout=20).text.count("\n"),
    "requests by lines": lambda url: len(list(requests.get(url, timeout=20, stream=True).iter_lines())),
}


def answer(listener, reset):
    connection, _ = listener.accept()
    with connection:
        connection.recv(65536)
        connection.sendall(ANSWER)
        threading.Event().wait(0.5)
        if reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


print(f"Python {sys.version_info.major}.{sys.version_info.minor}, requests {requests.__version__}")
for end, reset in ("closed without the last chunk", False), ("reset", True):
    for name, reader in READERS.items():
        with socket.create_server(("127.0.0.1", 0)) as listener:
            threading.Thread(target=answer, args=(listener, reset), daemon=True).start()
            try:
                print(f"{end}, {name}: {reader('http://127.0.0.1:%d/' % listener.getsockname()[1])} lines, no error")
            except Exception as error:
                print(f"{end}, {name}: {type(error).__name__}")
PYTHON

look() {
  "$work/new/bin/python" "$work/look.py"
}

PYTHON=python3.11 python new requests==2.34.2
seen look
