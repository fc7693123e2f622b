package org.dsa110.contimg.products;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.xml.parsers.DocumentBuilderFactory;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A light curve as it was drawn in SVG, read by its labels alone: where a flux and a time are follows from where their labels are.
 *
 * @param texts in the order of the file
 * @param dots the measurements
 * @param bars the vertical lines of errors
 */
record DrawnCurve(List<Text> texts, List<Dot> dots, List<Bar> bars) {
    private static final Pattern VERTICAL = Pattern.compile("M([\\d.]+) ([\\d.]+)V([\\d.]+)");

    record Text(double x, double y, String anchor, String text) {
    }

    record Dot(double x, double y, boolean filled) {
    }

    record Bar(double x, double high, double low) {
    }

    static DrawnCurve read(byte[] svg) throws Exception {
        Document document = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg));
        List<Text> texts = elements(document, "text").stream().filter(text -> text.hasAttribute("x"))
                .map(text -> new Text(number(text, "x"), number(text, "y"), text.getAttribute("text-anchor"),
                        text.getTextContent()))
                .toList();
        List<Dot> dots = elements(document, "circle").stream()
                .map(dot -> new Dot(number(dot, "cx"), number(dot, "cy"), !dot.hasAttribute("stroke"))).toList();
        List<Bar> bars = new ArrayList<>();
        for (Element path : elements(document, "path")) {
            Matcher line = VERTICAL.matcher(path.getAttribute("d"));
            while (((Element) path.getParentNode()).getAttribute("id").equals("errors") && line.find()) {
                bars.add(new Bar(Double.parseDouble(line.group(1)), Double.parseDouble(line.group(2)),
                        Double.parseDouble(line.group(3))));
            }
        }
        return new DrawnCurve(texts, dots, bars);
    }

    /** Where an MJD is, pixels. */
    double x(double mjd) {
        double line = texts.stream().filter(text -> text.anchor().equals("middle")).findFirst().orElseThrow().y();
        Map<Double, Double> places = new TreeMap<>();
        texts.stream().filter(text -> text.anchor().equals("middle") && text.y() == line)
                .forEach(text -> places.put(Double.parseDouble(text.text()), text.x()));
        return between(places, mjd);
    }

    /** Where a flux is in the unit of the axis, pixels. */
    double y(double flux) {
        Map<Double, Double> places = new TreeMap<>();
        texts.stream().filter(text -> text.anchor().equals("end"))
                .forEach(text -> places.put(Double.parseDouble(text.text()), text.y() - 4.5));
        return between(places, flux);
    }

    /** All that is written, each text in a line. */
    String written() {
        return String.join("\n", texts.stream().map(Text::text).toList());
    }

    private static double between(Map<Double, Double> places, double value) {
        TreeMap<Double, Double> sorted = new TreeMap<>(places);
        double first = sorted.firstKey();
        double last = sorted.lastKey();
        double share = (value - first) / (last - first);
        return sorted.get(first) + share * (sorted.get(last) - sorted.get(first));
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    private static List<Element> elements(Document document, String name) {
        NodeList found = document.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }
}
