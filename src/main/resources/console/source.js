// One source: its light curve, its statistics, and the images that it was measured in.

import { get, isSegment, Problem, query, rows, segment } from '/console/rest.js';
import { at, card, fill, h, table } from '/console/dom.js';
import { saver } from '/console/exports.js';
import { latestOnly } from '/console/asking.js';
import { count, extent, fixed, mjdSeconds, number, utc } from '/console/format.js';
import { keepParameters, parameters, show, start, words } from '/console/page.js';
import { colour, plot } from '/console/plot.js';
import { sexagesimal } from '/console/position.js';
import { tablePath } from '/console/schema.js';

const SOURCES = '/api/v1/products/sources';
const MOST_MEASUREMENTS = 100;
const FIELDS = ['id', 'mjd', 'image_path', 'flux_jy', 'flux_err_jy', 'peak_jyb', 'peak_err_jyb', 'snr', 'flags'];
const STATISTICS = [
  ['mean_flux_mjy', 'Mean flux density', 'mJy'], ['weighted_mean_flux_mjy', 'Weighted mean', 'mJy'], ['std_flux_mjy', 'Standard deviation', 'mJy'],
  ['min_flux_mjy', 'Least', 'mJy'], ['max_flux_mjy', 'Greatest', 'mJy'], ['sigma_deviation', 'Greatest deviation', '\u03c3'], ['chi2_nu', 'Reduced \u03c7\u00b2', ''],
  ['nvss_flux_mjy', 'In the NVSS', 'mJy'], ['last_mjd', 'Last measured', 'MJD'],
];
const isNumber = value => typeof value === 'number';

/** Why a source has no row at a path of its own, so that it is shown by the lists; null where it has. */
function noPath(id) {
  return id === 'sky' ? 'A source that is called sky has no row at a path of its own: sources/sky is how many sources there are where. '
      + 'What stands here is what the lists have of it.'
    : isSegment(id) ? null : 'No path can have a name of dots. What stands here is what the lists have of it, and the light curve cannot be asked for.';
}

/** The source, with its statistics. */
async function found(id) {
  if (noPath(id) === null) {
    return get(`${SOURCES}/${segment(id)}`);
  }
  const [[row], [statistics]] = await Promise.all([SOURCES, '/api/v1/products/variability_stats'].map(list =>
    rows(query(list, { source_id__eq: id, limit: 1 }), 1)));
  if (row === undefined) {
    throw new Problem(404, { detail: `No measurement of the source ${id} is there.` }, null);
  }
  return { ...row, variability_stats: statistics ?? null };
}

async function source(id) {
  const row = await found(id);
  const statistics = row.variability_stats;
  at('name').textContent = row.source_id;
  at('no-path').textContent = noPath(id) ?? '';
  at('place').textContent = isNumber(row.ra_deg)
    ? `${sexagesimal(row.ra_deg, row.dec_deg)} (${fixed(row.ra_deg, 5)}, ${fixed(row.dec_deg, 5)} deg, ICRS)` : 'No measurement has a position.';
  fill(at('numbers'), card('Measurements', count(row.n_measurements)), card('Images', count(row.n_images)),
    card('\u03b7', number(statistics?.eta_metric)), card('V', number(statistics?.v_index)));
  fill(at('statistics'), statistics === null
    ? h('p', { class: 'note' }, 'There are none yet.')
    : h('dl', {}, STATISTICS.flatMap(([name, label, unit]) => [h('dt', {}, label),
      h('dd', { 'data-name': name }, `${number(statistics[name], name === 'last_mjd' ? 11 : 6)}${isNumber(statistics[name]) && unit !== '' ? ` ${unit}` : ''}`)])));
}

/** Which time the page's address asks for, in MJD, or null. */
function asked() {
  return { from_mjd: parameters().get('from') || null, to_mjd: parameters().get('to') || null };
}

/** The points of a time, or in words why the service refuses them. */
async function pointsOf(path, time) {
  try {
    return { all: (await get(query(path, time))).data_points };
  } catch (e) {
    if (e.status !== 400) {
      throw e;
    }
    return { refused: words(e) };
  }
}

/** The time of the last year that has measurements of a source; null where none has a time. */
async function lastYear(id) {
  const [newest] = (await get(query('/api/v1/products/photometry', { source_id: id, order: '-mjd', limit: 1, fields: 'mjd' }))).items;
  return isNumber(newest?.mjd) ? { from_mjd: Math.floor(newest.mjd - 365), to_mjd: Math.ceil(newest.mjd) } : null;
}

const asking = latestOnly();

/** Shows all of the light curve unless a time is asked for; where that is more than the service gives, its last year. Gives whether it was asked for last. */
function lightCurve(id) {
  const path = `${SOURCES}/${segment(id)}/lightcurve`;
  return asking(() => answered(id, path, asked()), found => drawAnswer(path, found));
}

async function answered(id, path, time) {
  const found = await pointsOf(path, time);
  const last = found.refused !== undefined && time.from_mjd === null && time.to_mjd === null ? await lastYear(id) : null;
  return last === null ? { ...found, time, last } : { ...await pointsOf(path, last), time: last, last };
}

function drawAnswer(path, { all, refused, time, last }) {
  at('time').elements.from.value = time.from_mjd ?? '';
  at('time').elements.to.value = time.to_mjd ?? '';
  at('shortened').textContent = last === null || refused !== undefined ? ''
    : 'There are more measurements than the service gives at once: these are of the last year that has any.';
  takeAway(path, time);
  if (refused === undefined) {
    draw(all);
  } else {
    at('left-out').textContent = '';
    fill(at('lightcurve'), h('p', { class: 'bad' }, refused));
  }
}

function draw(all) {
  const points = all.filter(point => isNumber(point.mjd) && isNumber(point.flux_jy));
  const left = all.length - points.length;
  at('left-out').textContent = left === 0 ? '' : `${count(left)} of ${count(all.length)} measurements have no time or no flux, and are not drawn.`;
  if (points.length === 0) {
    fill(at('lightcurve'), h('p', { class: 'note' }, 'No measurement here has a time and a flux.'));
    return;
  }
  const error = i => (isNumber(points[i].flux_err_jy) ? points[i].flux_err_jy * 1000 : 0);
  const fluxes = points.map(point => point.flux_jy * 1000);
  const [least, greatest] = extent(fluxes.flatMap((flux, i) => [flux - error(i), flux + error(i)]));
  plot(at('lightcurve'), `Light curve of ${count(points.length)} measurements from MJD ${fixed(points[0].mjd, 2)} to ${fixed(points.at(-1).mjd, 2)}, from `
    + `${number(least)} to ${number(greatest)} mJy with their errors; the table has the newest`, () => ({
    height: 340,
    legend: { show: true },
    scales: { x: { time: false, range: (chart, from, to) => wider(from, to) }, y: { range: () => wider(least, greatest) } },
    axes: [{ label: 'MJD, days (UTC)', values: (chart, splits) => splits.map(split => number(split, 9)) }, { label: 'Flux density, mJy', size: 70 }],
    series: [
      { label: 'MJD', value: (chart, x) => (x === null ? '\u2013' : `${fixed(x, 5)} (${utc(mjdSeconds(x))})`) },
      {
        label: 'Flux density',
        stroke: colour('accent'),
        paths: () => null,
        points: { show: true, size: 6, fill: colour('accent') },
        value: (chart, y, series, i) => (y === null ? '\u2013'
          : `${number(y)}${isNumber(points[i].flux_err_jy) ? ` \u00b1 ${number(points[i].flux_err_jy * 1000)}` : ''} mJy`),
      },
    ],
    hooks: { drawAxes: [chart => errorBars(chart, points, fluxes, error)] },
  }), [points.map(point => point.mjd), fluxes]);
}

/** A range with room at both ends, so that nothing is drawn on its edges. */
function wider(from, to) {
  const room = (to - from || Math.abs(to) * 1e-3 || 1) * 0.04;
  return [from - room, to + room];
}

/** Below the points: from the flux minus its error to the flux plus its error. */
function errorBars(chart, points, fluxes, error) {
  const { ctx: context } = chart;
  const half = 3 * (devicePixelRatio || 1);
  context.save();
  context.beginPath();
  context.rect(chart.bbox.left, chart.bbox.top, chart.bbox.width, chart.bbox.height);
  context.clip();
  context.strokeStyle = colour('muted');
  context.lineWidth = devicePixelRatio || 1;
  context.beginPath();
  points.forEach((point, i) => {
    if (error(i) > 0) {
      const x = Math.round(chart.valToPos(point.mjd, 'x', true)) + 0.5;
      for (const end of [fluxes[i] - error(i), fluxes[i] + error(i)]) {
        const y = chart.valToPos(end, 'y', true);
        context.moveTo(x - half, y);
        context.lineTo(x + half, y);
      }
      context.moveTo(x, chart.valToPos(fluxes[i] - error(i), 'y', true));
      context.lineTo(x, chart.valToPos(fluxes[i] + error(i), 'y', true));
    }
  });
  context.stroke();
  context.restore();
}

async function measurements(id) {
  const path = query('/api/v1/products/photometry', { source_id: id, order: '-mjd', limit: MOST_MEASUREMENTS, fields: FIELDS.join(',') });
  const newest = await rows(path, MOST_MEASUREMENTS);
  const flux = row => (row.flux_jy === null ? [row.peak_jyb, row.peak_err_jyb] : [row.flux_jy, row.flux_err_jy]);
  const milli = value => (isNumber(value) ? number(value * 1000) : number(value));
  fill(at('measurements'), table(newest.length < MOST_MEASUREMENTS ? 'The newest first' : `The newest ${MOST_MEASUREMENTS}`, [
    { name: 'mjd', label: 'MJD', numeric: true, value: row => fixed(row.mjd, 5) },
    { name: 'utc', label: 'UTC', value: row => (isNumber(row.mjd) ? utc(mjdSeconds(row.mjd)) : null) },
    { name: 'flux', label: 'Flux, mJy', numeric: true, value: row => milli(flux(row)[0]) },
    { name: 'error', label: 'Error, mJy', numeric: true, value: row => milli(flux(row)[1]) },
    { name: 'snr', label: 'S/N', numeric: true, value: row => number(row.snr) },
    { name: 'flags', label: 'Flags', numeric: true },
    { name: 'image_path', label: 'Image', value: row => image(row.image_path) },
  ], newest));
}

function image(path) {
  return path === null ? null : h('a', { href: tablePath('products/images', [['path__eq', path]]) }, String(path));
}

function takeAway(path, time) {
  const forms = [['svg', 'SVG', 'svg'], ['png', 'PNG', 'png'], ['csv', 'CSV', 'csv'], ['votable', 'VOTable', 'vot']];
  fill(at('take-away'), forms.map(([as, label, ending]) => saver(label, query(path, { as, ...time }), `${parameters().get('id')}.${ending}`, at('taken'))));
}

start(async () => {
  const id = parameters().get('id');
  if (id === null || id === '') {
    fill(at('place'), 'No source is named: ', h('a', { href: '/console/sky' }, 'look for one'), '.');
    return;
  }
  document.title = `${id} \u00b7 contimg-db`;
  at('time').hidden = !isSegment(id);
  if (!isSegment(id)) {
    fill(at('lightcurve'), h('p', { class: 'note' }, 'It cannot be asked for.'));
  }
  at('time').addEventListener('submit', event => {
    event.preventDefault();
    keepParameters(Object.fromEntries(['from', 'to'].map(name => [name, event.target.elements[name].value])));
    lightCurve(id).then(isLatest => isLatest && show(null), show);
  });
  await Promise.all([source(id), isSegment(id) ? lightCurve(id) : null, measurements(id)]);
});
