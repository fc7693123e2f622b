// A time line of validity: a band for each type, with a bar for each table, what is covered, and the gaps. Times are MJD (days, UTC).

import { svg } from '/console/dom.js';
import { fixed, mjdSeconds, utc } from '/console/format.js';
import { end, isActive, start } from '/console/validity.js';

const EDGE = 1;
const AXIS = 22;
const TITLE = 20;
const STRIP = 12;
const BAR = 16;
const SPACE = 4;
const ARROW = 7;
const LETTER = 6.6;
const LEAST = 2;
const NARROW = 6;
const LEAST_LETTERS = 10;
const TICK = 96;
const STEPS = [1 / 24, 1 / 12, 1 / 8, 1 / 4, 1 / 2, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
const observed = new WeakMap();

/**
 * Draws it into an element, and again when its width changes.
 * @param model {from, to, mjd, description, bands}: a band is {type, title, lanes, more, covered, gaps}
 * @param choose is told the time that somebody clicks on
 */
export function timeline(element, model, choose) {
  const draw = () => element.replaceChildren(picture(element.clientWidth, model, choose));
  draw();
  observed.get(element)?.disconnect();
  let width = element.clientWidth;
  const observer = new ResizeObserver(() => {
    if (element.clientWidth !== width) {
      width = element.clientWidth;
      draw();
    }
  });
  observer.observe(element);
  observed.set(element, observer);
}

function picture(width, model, choose) {
  const { from, to, mjd, bands } = model;
  const place = time => EDGE + (Math.min(Math.max(time, from), to) - from) / (to - from) * (width - 2 * EDGE);
  const parts = [];
  let y = AXIS;
  for (const band of bands) {
    parts.push(...drawnBand(band, y, width, model, place));
    y += height(band);
  }
  const chosen = mjd >= from && mjd <= to
    ? svg('g', { class: 'chosen' }, svg('line', { x1: place(mjd), x2: place(mjd), y1: AXIS - 4, y2: y + 4 }),
      svg('path', { d: `M${place(mjd)},${AXIS} l-5,-7 h10 z` }))
    : null;
  const drawing = svg('svg', { class: 'timeline', width, height: y + AXIS, role: 'img', 'aria-label': model.description },
    svg('defs', {}, hatch('retired', 'M0,6 L6,0'), hatch('failed', 'M0,6 L6,0 M0,0 L6,6')), axis(model, place, width, y), parts, chosen);
  drawing.addEventListener('click', event => {
    const x = event.clientX - drawing.getBoundingClientRect().left;
    choose(from + Math.min(Math.max((x - EDGE) / (width - 2 * EDGE), 0), 1) * (to - from));
  });
  return drawing;
}

function height(band) {
  return TITLE + STRIP + SPACE + band.lanes.length * (BAR + SPACE) + (band.more > 0 ? TITLE : 0) + SPACE;
}

/** Not by colour alone: what is retired is hatched, what failed is hatched crosswise. */
function hatch(name, path) {
  return svg('pattern', { id: `hatch-${name}`, width: 6, height: 6, patternUnits: 'userSpaceOnUse' }, svg('path', { class: 'hatch', d: path }));
}

function axis({ from, to }, place, width, bottom) {
  const step = stepOf((to - from) / Math.max(1, Math.floor(width / TICK)));
  const parts = [];
  const first = Math.ceil(from / step);
  const ticks = Math.min(Math.floor(to / step) - first, width);
  for (let i = 0; i <= ticks; i++) {
    const tick = (first + i) * step;
    const x = place(tick);
    parts.push(svg('line', { class: 'tick', x1: x, x2: x, y1: AXIS - 4, y2: bottom + 4 }));
    if (x > TICK / 2 && x < width - TICK / 2) {
      const date = utc(Math.round(mjdSeconds(tick)));
      parts.push(svg('text', { class: 'date', x, y: 12, 'text-anchor': 'middle' }, step < 1 ? date.slice(5, 16) : date.slice(0, 10)),
        svg('text', { class: 'date', x, y: bottom + 17, 'text-anchor': 'middle' }, fixed(tick, step < 1 ? 3 : 0)));
    }
  }
  return parts;
}

function stepOf(least) {
  return STEPS.find(step => step >= least) ?? 10 ** Math.ceil(Math.log10(least));
}

function drawnBand(band, top, width, { from, to }, place) {
  const parts = [svg('line', { class: 'between', x1: 0, x2: width, y1: top, y2: top }),
    svg('text', { class: 'type', x: EDGE + 2, y: top + 14 }, cut(band.title, width))];
  const strip = top + TITLE;
  for (const [first, last] of band.covered.filter(time => time[1] >= from && time[0] <= to)) {
    parts.push(svg('rect', { class: 'covered', ...across(first, last, place), y: strip + STRIP / 2 - 1, height: 3 }));
  }
  for (const [first, last] of band.gaps) {
    parts.push(svg('rect', { class: 'gap', ...across(first, last, place), y: strip, height: STRIP },
      svg('title', {}, `No active ${band.type} from ${both(first)} to ${both(last)}`)));
  }
  band.lanes.forEach((lane, i) => parts.push(...lane.flatMap(row => bar(row, strip + STRIP + SPACE + i * (BAR + SPACE), from, to, place))));
  if (band.more > 0) {
    parts.push(svg('text', { class: 'date', x: EDGE + 2, y: top + height(band) - SPACE - 4 }, `and ${band.more} more, which overlap these`));
  }
  return parts;
}

function across(first, last, place) {
  return { x: place(first), width: Math.max(LEAST, place(last) - place(first)) };
}

function bar(row, y, from, to, place) {
  const left = place(start(row));
  const right = Math.max(left + LEAST, place(end(row)));
  const wide = right - left;
  const before = row.valid_start_mjd === null ? Math.min(ARROW, wide / 2) : 0;
  const after = row.valid_end_mjd === null ? Math.min(ARROW, wide / 2) : 0;
  const status = isActive(row) ? 'active' : row.status === 'failed' ? 'failed' : 'retired';
  const label = cut(String(row.set_name), wide - before - after - 6);
  return [svg('path', {
    class: `bar ${status}${wide < NARROW ? ' narrow' : ''}`, 'data-id': row.id, fill: status === 'active' ? null : `url(#hatch-${status})`,
    d: `M${left},${y + BAR / 2} L${left + before},${y} H${right - after} L${right},${y + BAR / 2} L${right - after},${y + BAR} H${left + before} Z`,
  }, svg('title', {}, `${row.table_type} of ${row.set_name}, ${row.status}: ${both(row.valid_start_mjd)} to ${both(row.valid_end_mjd)}`)),
  label !== '' ? svg('text', { class: `name ${status}`, x: left + before + 3, y: y + BAR - 4 }, label) : null];
}

function both(mjd) {
  return mjd === null || !Number.isFinite(mjd) ? 'open' : `MJD ${fixed(mjd, 4)} (${utc(mjdSeconds(mjd))})`;
}

function cut(text, width) {
  const letters = Math.max(0, Math.floor(width / LETTER));
  return text.length <= letters ? text : letters < LEAST_LETTERS ? '' : `${text.slice(0, letters - 1)}…`;
}
