// Values as people read them. What is not known is a dash.

const NONE = '–';
const UNIX_EPOCH_MJD = 40587;
const DAY_SECONDS = 86400;
/** Times are nearer than this to MJD 0: some 27,000 years. */
export const FARTHEST_MJD = 1e7;
const SPACED = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** A whole number, in groups of three digits. */
export function count(n) {
  return n === null || n === undefined ? NONE : SPACED.format(n);
}

/** The least and the greatest of any number of numbers: as arguments of one call a hundred thousand may be too many. */
export function extent(numbers) {
  return numbers.reduce(([least, greatest], x) => [Math.min(least, x), Math.max(greatest, x)], [Infinity, -Infinity]);
}

/** A number with so many significant digits. */
export function number(x, digits = 4) {
  if (x === null || x === undefined) {
    return NONE;
  }
  return typeof x !== 'number' ? String(x) : Number.isInteger(x) && Math.abs(x) < 1e15 ? String(x) : trimmed(x.toPrecision(digits));
}

function trimmed(text) {
  return text.includes('e') ? text : text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** A number with so many digits behind the point. */
export function fixed(x, digits) {
  return typeof x === 'number' ? x.toFixed(digits) : x === null || x === undefined ? NONE : String(x);
}

/** Bytes, by powers of 1,024. */
export function bytes(n) {
  if (n === null || n === undefined) {
    return NONE;
  }
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = n < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(n) / 10));
  const value = n / 1024 ** power;
  // Of three digits 1,000 to 1,023 of a unit would have an exponent.
  return `${value >= 999.5 ? value.toFixed(0) : trimmed(value.toPrecision(3))} ${units[power]}`;
}

/** Seconds as the two greatest units that they have. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) {
    return NONE;
  }
  const whole = Math.max(0, Math.round(seconds));
  const parts = [[Math.floor(whole / DAY_SECONDS), 'd'], [Math.floor(whole / 3600) % 24, 'h'], [Math.floor(whole / 60) % 60, 'min'], [whole % 60, 's']];
  const first = parts.findIndex(([n]) => n > 0);
  return first < 0 ? '0 s' : parts.slice(first, first + 2).filter(([n]) => n > 0).map(([n, unit]) => `${n} ${unit}`).join(' ');
}

/** Unix seconds as a date and time of UTC. */
export function utc(seconds) {
  if (typeof seconds !== 'number') {
    return seconds === null || seconds === undefined ? NONE : String(seconds);
  }
  const date = new Date(Math.round(seconds * 1000));
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString().slice(0, 19).replace('T', ' ');
}

/** A modified Julian date as Unix seconds. */
export function mjdSeconds(mjd) {
  return (mjd - UNIX_EPOCH_MJD) * DAY_SECONDS;
}

/** Unix seconds as a modified Julian date. */
export function mjd(seconds) {
  return seconds / DAY_SECONDS + UNIX_EPOCH_MJD;
}

/** The MJD that somebody has written as such, or as a date, with a time or without one, of UTC; NaN for anything else, and for what is too far away. */
export function mjdOf(text) {
  if (/^-?\d+(\.\d*)?$/.test(text)) {
    return Math.abs(Number(text)) < FARTHEST_MJD ? Number(text) : NaN;
  }
  const parts = /^(\d{4}-\d\d-\d\d)(?:[T ]+(\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?\s*(?:Z|UTC)?$/i.exec(text);
  return parts === null ? NaN : mjd(Date.parse(`${parts[1]}T${parts[2] ?? '00:00'}Z`) / 1000);
}
