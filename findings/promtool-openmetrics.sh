#!/usr/bin/env bash
# promtool takes OpenMetrics for the older text format of Prometheus, and refuses what only the newer one has.
#
# Versions: promtool 2.42.0 (Debian 12); micrometer-registry-prometheus-simpleclient 1.16.3, as in Quarkus 3.33.2, writes the texts.
# Behaviour: `promtool check metrics` reads text without being told of which form it is. In OpenMetrics, which a client gets that takes anything, as
#   curl does, a quote in a description has a backslash, which is an error there; so are the types info and unknown, and exemplars. With
#   Accept: text/plain the same metrics are the older format, and are read.
# Output:
#   promtool 2.42.0+ds
#   application/openmetrics-text, plain description: read
#   application/openmetrics-text, quote in a description: text format parsing error in line 2: invalid escape sequence '\"'
#   text/plain, plain description: read
#   text/plain, quote in a description: read
#   type info: text format parsing error in line 1: unknown metric type "info"
#   type unknown: text format parsing error in line 1: unknown metric type "unknown"
#   exemplar: text format parsing error in line 3: expected integer as timestamp, got "#"

. "$(dirname "$0")/packages"

cat >"$work/Write.java" <<'JAVA'
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;

class Write {
    @SuppressWarnings("deprecation")
    public static void main(String[] form) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Gauge.builder("load", () -> 1.5).description(form[1]).register(registry);
        System.out.print(registry.scrape(form[0] + "; charset=utf-8"));
    }
}
JAVA

# check WHAT: whether promtool reads what comes in; notes on style are no errors
check() {
  { "$work/unpacked/usr/bin/promtool" check metrics 2>&1 || true; } >"$work/said"
  echo "$1: $(sed -n 's/^error while linting: //p' "$work/said" | grep . || echo read)"
}

look() {
  "$work/unpacked/usr/bin/promtool" --version 2>&1 | sed -n 's/^promtool, version \([^ ]*\).*/promtool \1/p'
  for form in "application/openmetrics-text; version=1.0.0" "text/plain; version=0.0.4"; do
    java -cp "$work/jars/*" "$work/Write.java" "$form" "the load" 2>/dev/null | check "${form%;*}, plain description"
    java -cp "$work/jars/*" "$work/Write.java" "$form" 'the "load"' 2>/dev/null | check "${form%;*}, quote in a description"
  done
  printf '# TYPE build info\n# HELP build h\nbuild_info{a="b"} 1.0\n# EOF\n' | check "type info"
  printf '# TYPE load unknown\n# HELP load h\nload 1.0\n# EOF\n' | check "type unknown"
  printf '# TYPE calls counter\n# HELP calls h\ncalls_total 1.0 # {trace_id="a"} 1.0\n# EOF\n' | check exemplar
}

debian prometheus
jars jars io.micrometer:micrometer-registry-prometheus-simpleclient:1.16.3
seen look
