// When which calibration tables are valid, where none is, and what applies at a chosen time and why. Times are MJD (days, UTC).

import { at, fill, h, table } from '/console/dom.js';
import { count, duration, extent, fixed, mjd, mjdSeconds, mjdOf, utc } from '/console/format.js';
import { parameters, repeat, start as begin } from '/console/page.js';
import { pressSpan, SPANS, spanOf, viewOf } from '/console/asking.js';
import { bounds, choice, coverage, reaching, types } from '/console/caltables.js';
import { away, sentences, why, whyNot } from '/console/choice.js';
import { keyedPath } from '/console/schema.js';
import { end, holdsATime, isActive, lanes, start } from '/console/validity.js';
import { timeline } from '/console/timeline.js';

const USUAL_SPAN = 'month';
const USUAL_HOURS = 12;
const MOST_SHOWN = 200;
const MOST_LANES = 6;
const DAY_SECONDS = 86400;

/** What the page's address says: a time, null for now; around which time the window is, null for that one. */
const state = { chosen: null, within: USUAL_HOURS, span: USUAL_SPAN, middle: null, set: null };
const { refresh, change } = viewOf(state, kept, [[look, drawLook], [() => choice(time(), state.within), drawChoice]]);
let seen = null;

function time() {
  return state.chosen ?? mjd(Date.now() / 1000);
}

function read() {
  const given = parameters();
  const real = name => given.has(name) && Number.isFinite(mjdOf(given.get(name))) ? mjdOf(given.get(name)) : null;
  const refused = ['mjd', 'middle'].find(name => given.has(name) && real(name) === null);
  Object.assign(state, { chosen: real('mjd'), middle: real('middle'), within: real('within') ?? USUAL_HOURS, set: given.get('set'),
    span: spanOf(given.get('window'), USUAL_SPAN) });
  at('within').value = state.within;
  wrong(refused !== undefined);
  at('time').value = refused === undefined ? '' : given.get(refused);
}

function kept() {
  return { mjd: state.chosen, middle: state.middle, set: state.set, window: state.span === USUAL_SPAN ? null : state.span,
    within: state.within === USUAL_HOURS ? null : state.within };
}

async function span() {
  if (state.span !== 'all') {
    const middle = state.middle ?? time();
    return { from: middle - SPANS[state.span] / 2, to: middle + SPANS[state.span] / 2 };
  }
  const found = await bounds();
  const [from, to] = found.length === 0 ? [time() - 1, time() + 1] : extent(found);
  const margin = Math.max((to - from) * 0.02, 0.1);
  return { from: from - margin, to: to + margin };
}

async function look() {
  const found = types();
  const window = await span();
  const [{ tables, whole }, all] = await Promise.all([reaching(window), found]);
  const known = [...new Set([...all, ...tables.map(row => row.table_type)])];
  const bands = await Promise.all(known.map(type => whole ? coverage(type, tables, window)
    : { type, own: tables.filter(row => row.table_type === type), covered: [], gaps: [] }));
  return { window, tables, whole, bands };
}

/** A time that is chosen by its number takes the window along; one on the time line does not. */
function choose(chosen, middle = null) {
  wrong(false);
  change({ chosen, middle });
}

function drawLook(looked) {
  seen = looked;
  drawTimeLine();
  drawWindow();
  drawGaps();
  drawSets();
}

function wrong(is) {
  at('time').setAttribute('aria-invalid', String(is));
  at('time-wrong').hidden = !is;
}

function several(n, name) {
  return `${count(n)} ${name}${n === 1 ? '' : 's'}`;
}

function drawTimeLine() {
  const { window: { from, to }, whole } = seen;
  const bands = seen.bands.map(band => {
    const bars = band.own.filter(row => holdsATime(row) && (state.set === null || row.set_name === state.set));
    const gaps = !whole ? '' : band.gaps.length === 0 ? ', no gap' : `, ${several(band.gaps.length, 'gap')}`;
    return { ...band, title: `${band.type}: ${several(band.own.length, 'table')}${gaps}`, ...lanes(bars, MOST_LANES) };
  });
  const description = `Validity by type, MJD ${fixed(from, 2)} to ${fixed(to, 2)}. ${bands.map(band => band.title).join('; ')}.`;
  timeline(at('timeline'), { from, to, mjd: time(), description, bands }, chosen =>
    choose(Number(chosen.toFixed(5)), state.span === 'all' ? null : (from + to) / 2));
}

function drawWindow() {
  const { window: { from, to }, tables, whole } = seen;
  const timeless = tables.filter(row => !holdsATime(row)).length;
  fill(at('window'), `MJD ${fixed(from, 3)} to ${fixed(to, 3)}, ${utc(mjdSeconds(from))} to ${utc(mjdSeconds(to))} UTC: `, several(tables.length, 'table'),
    whole ? '.' : h('strong', {}, ' and more, of which these begin last. No gap is looked for among so many: take a shorter window.'),
    timeless === 0 ? null : ` Of them ${count(timeless)} never valid, as the end is before the start.`,
    state.set === null ? null : h('span', {}, ` Bars of ${state.set} only. `,
      h('button', { type: 'button', id: 'all-sets', click: () => change({ set: null }) }, 'All sets')));
  pressSpan(state.span);
  at('earlier').disabled = state.span === 'all';
  at('later').disabled = state.span === 'all';
}

function moment(bound) {
  return bound === null || !Number.isFinite(bound) ? 'open'
    : h('span', { 'data-mjd': bound }, fixed(bound, 4), ' ', h('span', { class: 'note' }, utc(mjdSeconds(bound)).slice(0, 16)));
}

function drawGaps() {
  const missing = seen.bands.flatMap(band => band.gaps.map(([from, to]) => ({ type: band.type, from, to }))).sort((a, b) => b.from - a.from);
  const shown = missing.slice(0, MOST_SHOWN);
  fill(at('gaps'), table(`Gaps, the latest first${shown.length < missing.length ? `: ${shown.length} of ${count(missing.length)}` : ''}`, [
    { name: 'type', label: 'Type' },
    { name: 'from', label: 'From, MJD and UTC', numeric: true, value: gap => moment(gap.from) },
    { name: 'to', label: 'To, MJD and UTC', numeric: true, value: gap => moment(gap.to) },
    { name: 'length', label: 'Length', numeric: true, value: gap => h('span', { class: 'bad' }, duration((gap.to - gap.from) * DAY_SECONDS)) },
  ], shown, { empty: seen.whole ? 'No gap in this window.' : 'Not looked for in so long a window.' }));
}

function typesOf(set) {
  return seen.bands.map(band => band.type).filter(type => set.own.some(row => row.table_type === type)).join(', ');
}

function drawSets() {
  const sets = [...Map.groupBy(seen.tables, row => row.set_name).entries()].map(([name, own]) => ({ name, own, from: extent(own.map(start))[0],
    to: extent(own.map(end))[1] })).sort((a, b) => a.from === b.from ? String(a.name).localeCompare(String(b.name)) : b.from - a.from);
  const shown = sets.slice(0, MOST_SHOWN);
  fill(at('sets'), table(`Sets, the latest first${shown.length < sets.length ? `: ${shown.length} of ${count(sets.length)}` : ''}`, [
    { name: 'name', label: 'Set', value: set => h('button', { type: 'button', class: 'link', click: () => change({ set: String(set.name) }) }, set.name) },
    { name: 'types', label: 'Types', value: typesOf },
    { name: 'active', label: 'Active tables', numeric: true, value: set => `${count(set.own.filter(isActive).length)} of ${count(set.own.length)}` },
    { name: 'from', label: 'From, MJD and UTC', numeric: true, value: set => moment(set.from) },
    { name: 'to', label: 'To, MJD and UTC', numeric: true, value: set => moment(set.to) },
  ], shown, { empty: 'No table is valid at any time of this window.' }));
}

function columns(label, reason) {
  return [
    { name: 'order_index', label: 'Order', numeric: true },
    { name: 'table_type', label: 'Type' },
    { name: 'set_name', label: 'Set' },
    { name: 'reason', label, value: row => h('span', { class: 'line' }, reason(row)) },
    { name: 'path', label: 'Table', value: row => h('a', { href: keyedPath('cal_registry/caltables', row.id) }, row.path) },
    { name: 'cal_field', label: 'Field' },
    { name: 'refant', label: 'Reference antenna' },
    { name: 'valid_start_mjd', label: 'Valid from, MJD and UTC', numeric: true, value: row => moment(row.valid_start_mjd) },
    { name: 'valid_end_mjd', label: 'Valid to, MJD and UTC', numeric: true, value: row => moment(row.valid_end_mjd) },
    { name: 'created_at', label: 'Made, UTC', numeric: true, value: row => utc(row.created_at) },
  ];
}

function drawChoice({ mjd: asked, applied, valid, more, nearest }) {
  if (document.activeElement !== at('time') && at('time-wrong').hidden) {
    at('time').value = fixed(asked, 5);
  }
  at('chosen').textContent = `MJD ${fixed(asked, 5)}, ${utc(mjdSeconds(asked))} UTC${state.chosen === null ? ', now' : ''}`;
  const said = applied.length === 0 ? ['No active table is valid then, so none applies.'] : sentences(applied, valid);
  drawWhy(more ? [...said, `Of those that are valid then the newest ${count(valid.length)} are looked at.`] : said);
  fill(at('applied'), table('Applied, in this order', columns('Why', row => why(row, valid)), applied, { empty: 'Nothing applies.' }));
  const ids = new Set(applied.map(row => row.id));
  const others = valid.filter(row => !ids.has(row.id));
  fill(at('others'), table(`Valid then and not applied, the newest first${others.length > MOST_SHOWN ? `: ${MOST_SHOWN} of ${count(others.length)}` : ''}`,
    columns('Why not', row => whyNot(row, applied)), others.slice(0, MOST_SHOWN), { empty: 'No other table is valid then.' }));
  const same = nearest.length === applied.length && nearest.every(row => ids.has(row.id));
  fill(at('nearest'), same && nearest.length > 0 ? h('p', {}, 'The same tables are the nearest.')
    : table(`Nearest, by at most ${duration(state.within * 3600)}`, columns('How near', row => away(row, asked)), nearest,
      { empty: `No active table is valid within ${duration(state.within * 3600)}.` }));
}

/** What is read out: only what is new. */
function drawWhy(said) {
  if (at('why').textContent !== said.join('')) {
    fill(at('why'), said.map(sentence => h('p', {}, sentence)));
  }
}

at('ask-time').addEventListener('submit', event => {
  event.preventDefault();
  const chosen = mjdOf(at('time').value.trim());
  if (Number.isNaN(chosen)) {
    wrong(true);
  } else {
    state.within = at('within').valueAsNumber;
    choose(chosen);
  }
});
at('now').addEventListener('click', () => {
  at('time').value = '';
  choose(null);
});
at('zoom').addEventListener('click', event => {
  const button = event.target.closest('button');
  if (button?.value) {
    change({ span: button.value, middle: null });
  } else if (button && seen !== null) {
    const { from, to } = seen.window;
    change({ middle: (from + to) / 2 + (button.id === 'earlier' ? -1 : 1) * (to - from) / 2 });
  }
});
read();
begin(repeat(60, refresh));
