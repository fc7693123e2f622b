// When calibration tables are valid, and when none is. Times are MJD (days, UTC); bounds are inclusive, and one that is null is open.

/** Days: bounds that are as near as this are one, as they were computed by different ways (a double of these days is good to a microsecond). */
const ROUNDING = 1e-8;

export function start(row) {
  return row.valid_start_mjd ?? -Infinity;
}

export function end(row) {
  return row.valid_end_mjd ?? Infinity;
}

/** Whether there is a time at which a row is valid: its bounds are numbers or open, and the end is not before the start. */
export function holdsATime(row) {
  return typeof start(row) === 'number' && typeof end(row) === 'number' && start(row) <= end(row);
}

/** How a row is drawn: only active tables are ever applied. */
export function isActive(row) {
  return row.status === 'active';
}

/** Whether a row holds a time. */
export function isValidAt(row, mjd) {
  return holdsATime(row) && start(row) <= mjd && mjd <= end(row);
}

/** Days from a time to the nearer bound of a row; negative where the row was valid before, 0 where it is. */
export function distance(row, mjd) {
  return start(row) > mjd ? start(row) - mjd : end(row) < mjd ? end(row) - mjd : 0;
}

/** The times that active rows hold together, as [start, end] in order, which neither overlap nor touch. */
export function covered(rows) {
  const all = [];
  for (const row of rows.filter(isActive).filter(holdsATime).sort((a, b) => start(a) - start(b))) {
    const last = all.at(-1);
    if (last !== undefined && start(row) <= last[1] + ROUNDING) {
      last[1] = Math.max(last[1], end(row));
    } else {
      all.push([start(row), end(row)]);
    }
  }
  return all;
}

/** What lies between the times that are covered, of it what is in a window, as [start, end]. */
export function gaps(times, from, to) {
  return times.slice(1).map((time, i) => [times[i][1], time[0]]).filter(gap => gap[1] > from && gap[0] < to);
}

/**
 * Rows side by side: each lane has rows that do not overlap, the active ones above.
 * @param most lanes; what has no room in them is counted
 */
export function lanes(rows, most) {
  const all = [];
  let more = 0;
  for (const active of [true, false]) {
    const own = [];
    for (const row of rows.filter(one => isActive(one) === active).sort((a, b) => start(a) - start(b))) {
      const free = own.find(lane => end(lane.at(-1)) <= start(row) + ROUNDING);
      if (free !== undefined) {
        free.push(row);
      } else if (all.length + own.length < most) {
        own.push([row]);
      } else {
        more++;
      }
    }
    all.push(...own);
  }
  return { lanes: all, more };
}
