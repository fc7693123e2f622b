-- Sends the requests of a file, one a line as "METHOD<tab>path<tab>body", in turns; each thread begins elsewhere. Prints what came of them.
local requests, at = {}, 0

function init(arguments)
   local headers = {["Content-Type"] = "application/json"}
   for line in io.lines(arguments[1]) do
      local method, path, body = line:match("^(%S+)\t(%S+)\t(.*)$")
      if body == "" then
         requests[#requests + 1] = wrk.format(method, path)
      else
         requests[#requests + 1] = wrk.format(method, path, headers, body)
      end
   end
   at = math.random(#requests)
end

function request()
   at = at % #requests + 1
   return requests[at]
end

function done(summary, latency, all)
   local errors = summary.errors
   print(string.format('{"answers":%d,"seconds":%.6f,"bytes":%d,"refused":%d,"broken":%d,"p50":%.3f,"p99":%.3f,"p999":%.3f}',
      summary.requests, summary.duration / 1e6, summary.bytes, errors.status,
      errors.connect + errors.read + errors.write + errors.timeout,
      latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency:percentile(99.9) / 1000))
end
