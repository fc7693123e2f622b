// Positions on the sky, as people write and read them.

const SIGN = '([+\\-\u2212]?)';
const NUMBER = '(\\d+(?:\\.\\d*)?|\\.\\d+)';
const DEGREES = new RegExp(`^${SIGN}${NUMBER}[\u00b0d]?[\\s,]+${SIGN}${NUMBER}[\u00b0d]?$`);
const SEXAGESIMAL = new RegExp(`^${NUMBER}[:h\\s]\\s*${NUMBER}[:m\\s]\\s*${NUMBER}s?[\\s,]*${SIGN}${NUMBER}[:d\u00b0\\s]\\s*${NUMBER}[:m'\\s]\\s*${NUMBER}[s"]?$`);

function signed(sign, value) {
  return sign === '-' || sign === '\u2212' ? -value : value;
}

/**
 * The position that a text says, {ra, dec} in degrees: "188.5 -56.8", "12:34:00 +56:48:00" or "12h34m00s -56d48m00s". Null where it says none, so
 * that it may be a name.
 */
export function parsePosition(text) {
  const trimmed = text.trim();
  const degrees = DEGREES.exec(trimmed);
  if (degrees !== null) {
    return placed(signed(degrees[1], Number(degrees[2])), signed(degrees[3], Number(degrees[4])));
  }
  const parts = SEXAGESIMAL.exec(trimmed);
  if (parts === null) {
    return null;
  }
  const [hours, minutes, seconds] = parts.slice(1, 4).map(Number);
  const [d, m, s] = parts.slice(5, 8).map(Number);
  return hours < 24 && minutes < 60 && seconds < 60 && m < 60 && s < 60
    ? placed(15 * (hours + minutes / 60 + seconds / 3600), signed(parts[4], d + m / 60 + s / 3600))
    : null;
}

function placed(ra, dec) {
  return ra >= -360 && ra <= 360 && Math.abs(dec) <= 90 ? { ra, dec } : null;
}

/** A position as hours, minutes and seconds, and degrees, minutes and seconds: to 0.1 s and 1 arcsecond. */
export function sexagesimal(ra, dec) {
  if (typeof ra !== 'number' || typeof dec !== 'number') {
    return '\u2013';
  }
  const tenths = Math.round((((ra % 360) + 360) % 360) * 2400) % 864000;
  const seconds = Math.round(Math.abs(dec) * 3600);
  const two = n => String(n).padStart(2, '0');
  return `${two(Math.floor(tenths / 36000))}:${two(Math.floor(tenths / 600) % 60)}:${(tenths % 600 / 10).toFixed(1).padStart(4, '0')} `
    + `${dec < 0 && seconds > 0 ? '\u2212' : '+'}${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
