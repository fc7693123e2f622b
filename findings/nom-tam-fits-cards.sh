#!/usr/bin/env bash
# nom-tam-fits gives 0 for a number that a FITS header does not have, and half of one that is too large.
#
# Versions: nom-tam-fits 1.20.2 and 1.21.2, which do the same.
# Behaviour: getDoubleValue(key) and getIntValue(key) of a card that is not there, or whose value is no number, give 0 without an error; with
#   a default of one's own (getDoubleValue(key, NaN)) the two can be told from a stored 0. getIntValue of 9999999999 is 1410065407.
#   A text that is a number, such as '20.5', is read as the number.
# Output:
#   nom-tam-fits 1.20.2
#   ABSENT: double 0.0, with NaN for none NaN, int 0, long 0
#   TEXT: double 0.0, with NaN for none NaN, int 0, long 0
#   WORD: double 0.0, with NaN for none NaN, int 0, long 0
#   DIGITS: double 20.5, with NaN for none 20.5, int 20, long 20
#   LARGE: double 9.999999999E9, with NaN for none 9.999999999E9, int 1410065407, long 9999999999
#   nom-tam-fits 1.21.2
#   ABSENT: double 0.0, with NaN for none NaN, int 0, long 0
#   TEXT: double 0.0, with NaN for none NaN, int 0, long 0
#   WORD: double 0.0, with NaN for none NaN, int 0, long 0
#   DIGITS: double 20.5, with NaN for none 20.5, int 20, long 20
#   LARGE: double 9.999999999E9, with NaN for none 9.999999999E9, int 1410065407, long 9999999999

. "$(dirname "$0")/packages"

cat >"$work/Look.java" <<'JAVA'
import nom.tam.fits.Header;
import nom.tam.fits.HeaderCard;
import java.util.Properties;

class Look {
    public static void main(String[] arguments) throws Exception {
        Header header = new Header();
        for (String card : new String[]{"TEXT    = 'nan     '", "DIGITS  = '20.5    '", "LARGE   =           9999999999", "WORD    = nan"}) {
            header.addLine(HeaderCard.create(card));
        }
        System.out.println("nom-tam-fits " + arguments[0]);
        for (String key : new String[]{"ABSENT", "TEXT", "WORD", "DIGITS", "LARGE"}) {
            System.out.println(key + ": double " + header.getDoubleValue(key) + ", with NaN for none "
                    + header.getDoubleValue(key, Double.NaN) + ", int " + header.getIntValue(key) + ", long "
                    + header.getLongValue(key));
        }
    }
}
JAVA

look() {
  cd "$work"
  for version in 1.20.2 1.21.2; do
    java -cp "$version/*" Look.java "$version" 2>/dev/null
  done
}

jars 1.20.2 gov.nasa.gsfc.heasarc:nom-tam-fits:1.20.2
jars 1.21.2 gov.nasa.gsfc.heasarc:nom-tam-fits:1.21.2
seen look
