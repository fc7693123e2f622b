// Where the sources are, which of them vary, and which have a name or are near a position.

import { get, query, rows } from '/console/rest.js';
import { at, fill, h, table } from '/console/dom.js';
import { count, fixed, number } from '/console/format.js';
import { latestOnly } from '/console/asking.js';
import { keepParameters, parameters, show, start } from '/console/page.js';
import { colour, plot } from '/console/plot.js';
import { legend, logScale, paint } from '/console/colours.js';
import { dot, map, nearestOf, ring } from '/console/map.js';
import { parsePosition, sexagesimal } from '/console/position.js';
import { sourcePath } from '/console/schema.js';

const CELL_DEGREES = 3;
const MOST_VARIABLE = 500;
const MOST_FOUND = 100;
const VARIABLE = ['source_id', 'ra_deg', 'dec_deg', 'eta_metric', 'v_index', 'n_obs'];

const isPlaced = row => typeof row.ra_deg === 'number' && typeof row.dec_deg === 'number';

const looked = latestOnly();

let sky;
let cells = [];
let points = [];
let found = [];
let etaAgainstV = null;
let chosen = null;

/** Puts onto the map what has come. */
function draw() {
  sky.show(cells, points, found.filter(isPlaced).map(row => ({ ra: row.ra_deg, dec: row.dec_deg })));
}

async function counted() {
  const { items } = await get(query('/api/v1/products/sources/sky', { cell: CELL_DEGREES }));
  const most = items.reduce((greatest, item) => Math.max(greatest, item.n_sources), 0);
  const all = items.reduce((sum, item) => sum + item.n_sources, 0);
  cells = items.map(item => ({
    raMin: item.ra_min_deg, raMax: item.ra_max_deg, decMin: item.dec_min_deg, decMax: item.dec_max_deg,
    part: Math.log1p(item.n_sources) / Math.log1p(most),
  }));
  at('total').textContent = all === 0 ? 'No source has a position.'
    : `${count(all)} sources with a position, in ${count(cells.length)} cells of ${CELL_DEGREES}\u00b0, up to ${count(most)} in one.`;
  draw();
}

async function mostVariable() {
  const variable = await rows(query('/api/v1/products/variability_stats', {
    order: '-eta_metric', limit: MOST_VARIABLE, fields: VARIABLE.join(','),
  }), MOST_VARIABLE);
  const scale = logScale(variable.map(row => row.eta_metric));
  // The most variable last, on top.
  points = variable.filter(isPlaced).map(row => ({ row, ra: row.ra_deg, dec: row.dec_deg, colour: () => scale.of(row.eta_metric) })).reverse();
  fill(at('legend'), points.length === 0 ? null : legend(`\u03b7 of the ${count(points.length)} most variable`, scale, x => number(x)));
  fill(at('most'), table('The most variable sources first', [
    { name: 'source_id', label: 'Source', value: row => h('a', { class: 'nowrap', href: sourcePath(row.source_id) }, String(row.source_id)) },
    { name: 'ra_deg', label: 'RA, deg', numeric: true, value: row => fixed(row.ra_deg, 5) },
    { name: 'dec_deg', label: 'Dec, deg', numeric: true, value: row => fixed(row.dec_deg, 5) },
    { name: 'eta_metric', label: '\u03b7', numeric: true, value: row => number(row.eta_metric) },
    { name: 'v_index', label: 'V', numeric: true, value: row => number(row.v_index) },
    { name: 'n_obs', label: 'Measurements', numeric: true, value: row => count(row.n_obs) },
  ], variable, {
    empty: 'No source has statistics yet.',
    mark: row => ({ onpointerenter: () => choose(pointOf(row)), onfocusin: () => choose(pointOf(row)) }),
  }));
  draw();
  drawEtaAgainstV();
}

function pointOf(row) {
  return points.find(point => point.row === row) ?? null;
}

/** Marks a source on both pictures, and says its name and numbers. */
function choose(point) {
  if (point === null) {
    return;
  }
  chosen = point;
  sky.mark(point);
  etaAgainstV?.()?.redraw(false);
  const { row } = point;
  fill(at('chosen'), h('a', { href: sourcePath(row.source_id) }, String(row.source_id)),
    ` at ${sexagesimal(row.ra_deg, row.dec_deg)}: \u03b7 ${number(row.eta_metric)}, V ${number(row.v_index)}, ${count(row.n_obs)} measurements`);
}

/** Eta over V, both by their logarithms, in the colours of the map. */
function drawEtaAgainstV() {
  const drawn = points.filter(({ row }) => row.v_index > 0 && row.eta_metric > 0).sort((a, b) => a.row.v_index - b.row.v_index);
  if (drawn.length === 0) {
    fill(at('eta-v'), h('p', { class: 'note' }, 'No source has both.'));
    return;
  }
  const both = new Set(drawn);
  const place = chart => ({ row }) => [chart.valToPos(row.v_index, 'x', true), chart.valToPos(row.eta_metric, 'y', true)];
  const tens = (chart, splits) => splits.map(split => (Number.isInteger(Math.log10(split)) ? number(split) : ''));
  etaAgainstV = plot(at('eta-v'), `\u03b7 over V of the ${count(drawn.length)} most variable sources that have both; the table has the numbers`, () => ({
    height: 380,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { show: false } },
    scales: { x: { time: false, distr: 3 }, y: { distr: 3 } },
    axes: [{ label: 'V', values: tens }, { label: '\u03b7', values: tens }],
    series: [{}, { paths: () => null, points: { show: false } }],
    hooks: {
      ready: [chart => {
        for (const event of ['pointermove', 'click']) {
          chart.over.addEventListener(event, ({ offsetX, offsetY }) => choose(nearestOf(drawn,
            ({ row }) => [chart.valToPos(row.v_index, 'x'), chart.valToPos(row.eta_metric, 'y')], offsetX, offsetY)));
        }
      }],
      draw: [chart => {
        const edge = colour('box');
        const scale = devicePixelRatio || 1;
        points.filter(point => both.has(point)).forEach(point => dot(chart.ctx, place(chart)(point), point.colour(), edge, scale));
        if (both.has(chosen)) {
          ring(chart.ctx, place(chart)(chosen), 9, colour('text'), scale);
        }
      }],
    },
  }), [drawn.map(({ row }) => row.v_index), drawn.map(({ row }) => row.eta_metric)]);
}

/** Looks for those near a position, the nearest first; or else for those whose names begin so. Gives whether nothing else has been looked for since. */
function search() {
  const text = at('search').value.trim();
  const radius = at('radius').value;
  keepParameters({ q: text, radius: text === '' ? null : radius });
  const position = parsePosition(text);
  return looked(() => text === '' ? null : get(query('/api/v1/products/sources', position === null
    ? { source_id__startswith: text, limit: MOST_FOUND }
    : { ra: position.ra, dec: position.dec, radius, limit: MOST_FOUND })), page => {
    found = page?.items ?? [];
    fill(at('found'), page === null ? null : foundTable(page, position, position === null ? `whose names begin with ${text}`
      : `within ${radius}\u00b0 of ${sexagesimal(position.ra, position.dec)}, the nearest first`));
    draw();
  });
}

function foundTable(page, position, where) {
  return table(`${page.next === null ? 'Sources' : `The first ${MOST_FOUND} sources`} ${where}`, [
    { name: 'source_id', label: 'Source', value: row => h('a', { class: 'nowrap', href: sourcePath(row.source_id) }, String(row.source_id)) },
    { name: 'ra_deg', label: 'RA, deg', numeric: true, value: row => fixed(row.ra_deg, 5) },
    { name: 'dec_deg', label: 'Dec, deg', numeric: true, value: row => fixed(row.dec_deg, 5) },
    ...(position === null ? [] : [{ name: 'separation_deg', label: 'Away, deg', numeric: true, value: row => fixed(row.separation_deg, 5) }]),
    { name: 'n_measurements', label: 'Measurements', numeric: true, value: row => count(row.n_measurements) },
    { name: 'n_images', label: 'Images', numeric: true, value: row => count(row.n_images) },
  ], page.items, { empty: `No sources ${where}.` });
}

async function searchAgain(event) {
  event.preventDefault();
  try {
    if (await search()) {
      show(null);
    }
  } catch (e) {
    show(e);
  }
}

start(async () => {
  at('search').value = parameters().get('q') ?? '';
  at('radius').value = parameters().get('radius') ?? at('radius').value;
  at('find').addEventListener('submit', searchAgain);
  sky = map(at('sky'), 'All sky by right ascension, to the left, and declination: how many sources there are, and the most variable ones. The arrow keys go'
    + ' from one of these to the next; the table below has them all.', choose);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => document.querySelectorAll('canvas.scale').forEach(paint));
  // Each as soon as it is there: to count a million sources takes longer than the rest.
  await Promise.all([mostVariable(), counted(), search()]);
});
