// How good images are, by type and time, and how far measurement sets have come. Times are Unix seconds.

import { query } from '/console/rest.js';
import { at, card, fill, h, svg, table } from '/console/dom.js';
import { count, extent, fixed, mjdOf, mjdSeconds, number, utc } from '/console/format.js';
import { pressSpan, SPANS, spanOf, viewOf } from '/console/asking.js';
import { bound, counts, newest, newestSets, sample, types } from '/console/imagery.js';
import { mark, marked, MOST_MARKS } from '/console/marks.js';
import { parameters, repeat, start } from '/console/page.js';
import { plot } from '/console/plot.js';
import { keyedPath } from '/console/schema.js';

const DAY_SECONDS = 86400;
const USUAL_SPAN = 'week';
const MOST_SHOWN = 25;
const MILLI = 1000;
/** Those that each measurement set goes through, in this order. */
const STAGES = ['converted', 'calibrated', 'imaged'];
const FUNNEL = 220;

/** What the page's address says: of null all; a window whose end is null ends with the newest image. */
const state = { type: null, span: USUAL_SPAN, end: null, stage: null };
const { refresh, change } = viewOf(state, kept, [[look, drawImages], [() => newestSets(state.stage, MOST_SHOWN), drawSets]]);
let seen = null;
let countAt = 0;

function read() {
  const given = parameters();
  const end = mjdOf(given.get('end') ?? '');
  Object.assign(state, { type: given.get('type'), stage: given.get('stage'), end: Number.isNaN(end) ? null : Math.round(mjdSeconds(end)),
    span: spanOf(given.get('window'), USUAL_SPAN) });
}

function kept() {
  return { type: state.type, stage: state.stage, window: state.span === USUAL_SPAN ? null : state.span,
    end: state.end === null ? null : utc(state.end) };
}

async function window() {
  const to = state.end ?? await bound(state.type, '-created_at') ?? Date.now() / 1000;
  const from = state.span === 'all' ? await bound(state.type, 'created_at') ?? to - DAY_SECONDS : to - SPANS[state.span] * DAY_SECONDS;
  return { from: Math.min(from, to - 1), to };
}

async function look() {
  const found = types(MOST_MARKS);
  const within = await window();
  const [known, sampled, last] = await Promise.all([found, sample(state.type, within), newest(state.type, within.to, MOST_SHOWN)]);
  return { known, within, ...sampled, last };
}

function drawImages(looked) {
  seen = looked;
  const { known, within: { from, to }, images, whole } = looked;
  const offered = state.type === null || known.includes(state.type) ? known : [...known, state.type];
  fill(at('type'), h('option', { value: '' }, 'all types'), offered.map(type => h('option', { value: type }, type)));
  at('type').value = state.type ?? '';
  pressSpan(state.span);
  at('earlier').disabled = state.span === 'all';
  at('later').disabled = state.end === null;
  at('window').textContent = `${utc(from)} to ${utc(to)} UTC: ${whole ? `${count(images.length)} image${images.length === 1 ? '' : 's'}.`
    : `the newest images, and some of each 24th of the time before them, ${count(images.length)} together.`}`;
  const shown = [...new Set(images.map(image => image.type))].sort().slice(0, MOST_MARKS);
  drawPlot('noise', 'Noise of images by type over time, mJy/beam. The table below has it by type.', shown, 'Noise, mJy/beam',
    [image => scaled(image.noise_jy, MILLI)]);
  drawPlot('beam', 'Beam of images by type over time, arcseconds. The table below has it by type.', shown, 'Beam, arcsec',
    [image => scaled(image.beam_major_arcsec, 1), image => scaled(image.beam_minor_arcsec, 1)]);
  drawTypes(shown);
  drawNewest();
}

function scaled(value, factor) {
  return typeof value === 'number' && Number.isFinite(value) ? value * factor : null;
}

/** One series for each type and value; the values after the first are hollow. */
function drawPlot(place, description, shown, label, values) {
  const { images, within: { from, to } } = seen;
  const series = values.flatMap((value, nth) => shown.map((type, n) =>
    ({ type, n, hollow: nth > 0, data: images.map(image => image.type === type ? value(image) : null) })));
  if (series.every(one => one.data.every(value => value === null))) {
    fill(at(place), h('p', { class: 'note' }, 'No image of this window has it.'));
    return;
  }
  plot(at(place), description, () => ({
    legend: { show: false }, cursor: { drag: { x: false, y: false } }, tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    scales: { x: { time: true, range: [from, to] } },
    axes: [{ space: 90, values: (_, ticks) => ticks.map(tick => dated(tick, ticks)) }, { label, size: 60 }],
    series: [{}, ...series.map(one => marked(one.n, one.type, one.hollow))],
  }), [images.map(image => image.created_at), ...series.map(one => one.data)]);
}

function dated(tick, ticks) {
  return ticks.length > 1 && ticks[1] - ticks[0] < DAY_SECONDS ? utc(tick).slice(5, 16) : utc(tick).slice(0, 10);
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length === 0 ? null : sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

function drawTypes(shown) {
  const rows = shown.map((type, n) => {
    const own = seen.images.filter(image => image.type === type);
    const known = (column, factor) => own.map(image => scaled(image[column], factor)).filter(value => value !== null);
    return { type, n, images: own.length, noise: known('noise_jy', MILLI), major: known('beam_major_arcsec', 1), minor: known('beam_minor_arcsec', 1) };
  });
  fill(at('types'), table('Of what is drawn, by type', [
    { name: 'type', label: 'Type', value: row => h('span', { class: 'line' }, mark(row.n), ' ', row.type) },
    { name: 'images', label: 'Images', numeric: true, value: row => count(row.images) },
    { name: 'unknown', label: 'Without noise', numeric: true, value: row => count(row.images - row.noise.length) },
    { name: 'least', label: 'Least noise, mJy/beam', numeric: true, value: row => number(row.noise.length === 0 ? null : extent(row.noise)[0]) },
    { name: 'median', label: 'Median', numeric: true, value: row => number(median(row.noise)) },
    { name: 'most', label: 'Most', numeric: true, value: row => number(row.noise.length === 0 ? null : extent(row.noise)[1]) },
    { name: 'beam', label: 'Median beam, arcsec', numeric: true, value: row => `${number(median(row.major))} × ${number(median(row.minor))}` },
  ], rows, { empty: 'No image in this window.' }));
}

function setLink(path) {
  return path === null ? null : h('a', { href: keyedPath('products/ms_index', path) }, path);
}

function drawNewest() {
  fill(at('newest'), table('Images, the newest first', [
    { name: 'created_at', label: 'Made, UTC', numeric: true, value: row => utc(row.created_at) },
    { name: 'type', label: 'Type' },
    { name: 'noise_jy', label: 'Noise, mJy/beam', numeric: true, value: row => number(scaled(row.noise_jy, MILLI)) },
    { name: 'beam', label: 'Beam, arcsec', numeric: true, value: row => `${number(row.beam_major_arcsec)} × ${number(row.beam_minor_arcsec)}` },
    { name: 'path', label: 'Image', value: row => h('a', { href: keyedPath('products/images', row.id) }, row.path) },
    { name: 'ms_path', label: 'Measurement set', value: row => setLink(row.ms_path) },
  ], seen.last, { empty: 'No image yet.' }));
}

function drawSets(rows) {
  fill(at('sets'), state.stage === null ? null : h('p', {}, `Only those of stage ${state.stage}. `,
    h('button', { type: 'button', id: 'all-stages', click: () => change({ stage: null }) }, 'All stages')),
  table('Measurement sets, those first that were processed last', [
    { name: 'processed_at', label: 'Processed, UTC', numeric: true, value: row => utc(row.processed_at) },
    { name: 'stage', label: 'Stage' },
    { name: 'status', label: 'Status' },
    { name: 'mid_mjd', label: 'Middle, MJD', numeric: true, value: row => fixed(row.mid_mjd, 4) },
    { name: 'path', label: 'Measurement set', value: row => setLink(row.path) },
  ], rows, { empty: 'No measurement set.' }));
}

/** The counts come in later, and take no more than a hundredth of the service's time. */
async function drawCounts() {
  const asked = performance.now();
  if (asked < countAt) {
    return;
  }
  countAt = Infinity;
  try {
    const { images_by_type: byType, ms_by_stage: byStage, ms_by_status: byStatus } = await counts();
    fill(at('counts'), byType.length === 0 ? h('p', { class: 'note' }, 'No image yet.')
      : byType.map(({ value, count: n }) => card(value ?? 'no type', count(n),
        { href: value === null ? null : query('/console/images', { type: value }) })));
    drawStages(byStage);
    fill(at('statuses'), byStatus.map(({ value, count: n }) => card(value ?? 'no status', count(n), { tone: value === 'failed' ? 'bad' : null })));
  } catch (e) {
    fill(at('counts'), h('p', { class: 'bad' }, `The counts cannot be had: ${e.message}`));
  }
  countAt = performance.now() + 100 * (performance.now() - asked);
}

function drawStages(byStage) {
  const there = stage => byStage.find(one => one.value === stage)?.count ?? 0;
  const all = byStage.reduce((sum, one) => sum + one.count, 0);
  const known = STAGES.map((stage, i) => ({ stage, there: there(stage), far: STAGES.slice(i).reduce((sum, one) => sum + there(one), 0) }));
  const others = byStage.filter(one => !STAGES.includes(one.value)).map(one => ({ stage: one.value, there: one.count, far: null }));
  fill(at('stages'), table(`${count(all)} measurement set${all === 1 ? '' : 's'}, by stage`, [
    { name: 'stage', label: 'Stage', value: row => row.stage === null ? null
      : h('button', { type: 'button', class: 'link', click: () => change({ stage: row.stage }) }, row.stage) },
    { name: 'there', label: 'There now', numeric: true, value: row => count(row.there) },
    { name: 'far', label: 'Come this far', numeric: true, value: row => count(row.far) },
    { name: 'part', label: 'Of all', value: row => bar(row.far ?? row.there, row.there, all) },
  ], all === 0 ? [] : [...known, ...others], { empty: 'No measurement set yet.' }));
}

/** As wide as what has come that far; full, what is still there. */
function bar(far, there, all) {
  return svg('svg', { class: 'funnel', width: FUNNEL, height: 14, role: 'img', 'aria-label': `${number(far / all * 100, 3)} %` },
    svg('rect', { class: 'far', width: FUNNEL * far / all, height: 14 }), svg('rect', { class: 'there', width: FUNNEL * there / all, height: 14 }));
}

at('type').addEventListener('change', event => change({ type: event.target.value === '' ? null : event.target.value, end: null }));
at('zoom').addEventListener('click', event => {
  const button = event.target.closest('button');
  if (button?.value) {
    change({ span: button.value });
  } else if (button?.id === 'newest-first') {
    change({ end: null });
  } else if (button && seen !== null) {
    const { from, to } = seen.within;
    change({ end: Math.round(to + (button.id === 'earlier' ? -1 : 1) * (to - from) / 2) });
  }
});
read();
start(repeat(30, () => {
  drawCounts();
  return refresh();
}));
