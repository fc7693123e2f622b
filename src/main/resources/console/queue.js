// Groups by state and time, and what operators do with many of them.

import { get, post, query } from '/console/rest.js';
import { at, card, fill, h, renew, table } from '/console/dom.js';
import { bytes, count, duration, utc } from '/console/format.js';
import { badge, bound, cut, dispatching, groupLink, groupTime, keepForm, named, refused, STATES, steering, tell } from '/console/groups.js';
import { keepParameters, parameters, repeat, start, together } from '/console/page.js';
import { colour, plot } from '/console/plot.js';

const QUEUE = '/api/v1/ingest/ingest_queue';
const REPROCESS = '/api/v1/ingest/queue/reprocess';
const PAGE = 50;
const HOURS = 72;
/** Of 72 hours with a group every five minutes there are 864. */
const MOST_OF_HOURS = 1000;
/** Comes right after all digits: what is called otherwise than by a time stands behind it. */
const AFTER_TIMES = ':';
const COLOURS = { collecting: 'muted', pending: 'third', in_progress: 'second', completed: 'good', failed: 'bad' };

/** What is asked for, as the page's address has it, or null; before is the group that an older page comes after, and so it is before "to". */
function asked() {
  const given = Object.fromEntries(['state', 'from', 'to', 'before'].map(name => [name, parameters().get(name) || null]));
  return { ...given, from: given.from && bound(given.from), to: given.to && bound(given.to) };
}

async function states() {
  const status = await get('/api/v1/ingest/queue/status');
  renew(at('states'), STATES.map(state => card(named(state), count(status.counts[state]), {
    href: query('/console/queue', { ...asked(), before: null, state }),
    note: status.oldest_age_seconds[state] === undefined ? null : `oldest ${duration(status.oldest_age_seconds[state])}`,
    tone: state === 'failed' && status.counts[state] > 0 ? 'bad' : null,
  })));
  tell(at('dispatching'), dispatching(status.dispatching));
  const action = status.dispatching.paused ? 'resume' : 'pause';
  keepForm(at('pause'), steering([{ label: action === 'pause' ? 'Pause' : 'Resume', path: `/api/v1/ingest/queue/${action}`, body: reason => ({ reason }) }], refresh));
}

async function pauses() {
  const { items } = await get('/api/v1/ingest/queue_pauses?order=-id&limit=5');
  renew(at('pauses'), table('The last pauses', [
    { name: 'paused_at', label: 'From, UTC', line: true, value: pause => utc(pause.paused_at) },
    { name: 'paused_by', label: 'By' },
    { name: 'pause_reason', label: 'Why', value: pause => cut(pause.pause_reason) },
    { name: 'resumed_at', label: 'To, UTC', line: true, value: pause => utc(pause.resumed_at) },
    { name: 'resumed_by', label: 'By' },
    { name: 'resume_reason', label: 'Why', value: pause => cut(pause.resume_reason) },
  ], items, { empty: 'The queue has not been paused.' }));
}

async function groups() {
  const { state, from, to, before } = asked();
  const page = await get(query(QUEUE, { state, group_id__ge: from, group_id__lt: before ?? to, order: '-group_id', limit: PAGE,
    fields: 'group_id,state,received_at,last_update,retry_count,priority,error' }));
  renew(at('groups'), table('Groups, newest first', [
    { name: 'group_id', label: 'Group', line: true, value: group => groupLink(group.group_id) },
    { name: 'state', label: 'State', value: group => badge(group.state) },
    { name: 'received_at', label: 'First file, UTC', line: true, value: group => utc(group.received_at) },
    { name: 'last_update', label: 'Last change, UTC', line: true, value: group => utc(group.last_update) },
    { name: 'retry_count', label: 'Retries', numeric: true },
    { name: 'priority', label: 'Priority', numeric: true },
    { name: 'error', label: 'Why it failed last', value: group => cut(group.error) },
  ], page.items, { empty: 'There is no such group.' }));
  renew(at('pages'), before === null ? null : h('a', { href: query('/console/queue', { state, from, to }) }, 'Newest'),
    page.next === null ? null
      : h('a', { href: query('/console/queue', { state, from, to, before: page.items.at(-1).group_id }) }, 'Older'));
}

let drawn = '';

/** How many groups there are of each hour and state, in the last hours that there are any of, or that are asked for. */
async function hours() {
  const { from, to } = asked();
  const until = to === null || to > AFTER_TIMES ? AFTER_TIMES : to;
  const [newest] = (await get(query(QUEUE, { group_id__ge: from, group_id__lt: until, order: '-group_id', limit: 1, fields: 'group_id' }))).items;
  const last = newest === undefined ? null : groupTime(newest.group_id);
  if (last === null) {
    renew(at('hours'), h('p', { class: 'note' }, 'There is no such group.'));
    drawn = '';
    renew(at('hours-numbers'));
    at('hours-note').textContent = '';
    return;
  }
  const end = (Math.floor(last / 3600) + 1) * 3600;
  const begin = iso(end - HOURS * 3600);
  const page = await get(query(QUEUE, { group_id__ge: from !== null && from > begin ? from : begin, group_id__lt: until,
    order: '-group_id', limit: MOST_OF_HOURS, fields: 'group_id,state' }));
  const times = Array.from({ length: HOURS }, (none, i) => end - (HOURS - i) * 3600);
  const numbers = Object.fromEntries(STATES.map(state => [state, times.map(() => 0)]));
  let others = 0;
  for (const group of page.items) {
    const time = groupTime(group.group_id);
    if (!STATES.includes(group.state)) {
      others++;
    } else if (time !== null) {
      numbers[group.state][Math.floor((time - times[0]) / 3600)]++;
    }
  }
  drawHours(times, numbers);
  at('hours-note').textContent = [
    page.next === null ? 'Drag over hours to see their groups.' : `The newest ${count(MOST_OF_HOURS)} groups of these hours.`,
    others === 0 ? '' : `${count(others)} in another state, which only the list below shows.`].join(' ').trim();
}

function drawHours(times, numbers) {
  const content = JSON.stringify([times, numbers]);
  if (content === drawn) {
    return;
  }
  drawn = content;
  const totals = STATES.map(state => `${count(numbers[state].reduce((sum, n) => sum + n, 0))} ${named(state)}`);
  const sums = times.map(() => 0);
  const heights = STATES.map(state => numbers[state].map((n, i) => sums[i] += n));
  // What is drawn later covers what is below it: the highest first.
  const order = [...STATES.keys()].reverse();
  plot(at('hours'), `Groups by hour of observation from ${utc(times[0])} to ${utc(times.at(-1) + 3600)} UTC: ${totals.join(', ')}`, () => ({
    tzDate: time => uPlot.tzDate(new Date(time * 1000), 'Etc/UTC'),
    cursor: { drag: { x: true, y: false, setScale: false } },
    legend: { show: true },
    axes: [{ values: (u, times) => times.map(time => time % 86400 === 0 ? utc(time).slice(5, 10) : utc(time).slice(11, 16)) },
      { label: 'groups', size: 50 }],
    scales: { y: { range: (u, low, high) => [0, Math.max(1, high)] } },
    series: [{ label: 'from, UTC', value: (u, time) => utc(time) }, ...order.map(i => ({
      label: named(STATES[i]), stroke: colour(COLOURS[STATES[i]]), fill: colour(COLOURS[STATES[i]]), width: 0, points: { show: false },
      paths: uPlot.paths.bars({ size: [0.9, 40], align: 1 }), value: (u, v, s, row) => row === null ? '–' : numbers[STATES[i]][row],
    }))],
    hooks: { setSelect: [selected] },
  }), [times, ...order.map(i => heights[i])]);
  renew(at('hours-numbers'), table('Groups of each hour', [
    { name: 'hour', label: 'From, UTC', line: true, value: i => utc(times[i]) },
    ...STATES.map(state => ({ name: state, label: named(state), numeric: true, value: i => count(numbers[state][i]) })),
  ], [...times.keys()].filter(i => sums[i] > 0).reverse()));
}

function selected(plotted) {
  const { left, width } = plotted.select;
  if (width > 2) {
    const [from, to] = [left, left + width].map(x => plotted.posToVal(x, 'x'));
    ask({ from: iso(Math.floor(from / 3600) * 3600), to: iso(Math.ceil(to / 3600) * 3600) });
    plotted.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
  }
}

/** Unix seconds as groups are called. */
function iso(seconds) {
  return new Date(seconds * 1000).toISOString().slice(0, 19);
}

async function aside() {
  const page = await get('/api/v1/ingest/set_aside_files?order=-first_seen&limit=20&count=true');
  renew(at('aside'), table(`Files of the incoming folder that no group has: ${count(page.total)}`, [
    { name: 'path', label: 'File' },
    { name: 'kind', label: 'Kind' },
    { name: 'reason', label: 'Why', value: file => cut(file.reason) },
    { name: 'group_id', label: 'Group', line: true, value: file => groupLink(file.group_id) },
    { name: 'size_bytes', label: 'Size', numeric: true, value: file => bytes(file.size_bytes) },
    { name: 'first_seen', label: 'Since, UTC', line: true, value: file => utc(file.first_seen) },
  ], page.items, { empty: 'No file is set aside.' }), page.next === null ? null : h('p', { class: 'note' }, 'The newest 20 of them.'));
}

/** Shows other groups. */
function ask(changed) {
  keepParameters({ before: null, ...changed });
  fillForms();
  refresh();
}

function fillForms() {
  const { state, from, to } = asked();
  for (const form of [at('filters'), at('reprocess')]) {
    form.elements.from.value = from ?? '';
    form.elements.to.value = to ?? '';
  }
  at('filters').elements.state.value = state ?? '';
  at('reprocess').elements.state.value = ['completed', 'failed'].includes(state) ? state : '';
  forget();
}

/** Counts what takes away the list of groups that would be converted again: an answer to an older question is not shown. */
let questions = 0;

function forget() {
  questions++;
  fill(at('found'));
}

/** Lists the groups that the form asks for, with a button that has just what was asked for here converted, whatever the form has by then. */
async function look() {
  forget();
  const number = questions;
  const { from, to, state, reason } = Object.fromEntries(new FormData(at('reprocess')));
  const question = { from: bound(from), to: bound(to), reason, ...(state === '' ? {} : { state }) };
  at('refused').hidden = true;
  try {
    const { group_ids: ids } = await post(REPROCESS, { ...question, dry_run: true });
    if (number === questions) {
      fill(at('found'), told(ids, 'would be'), ids.length === 0 ? null : h('p', {}, h('button', { type: 'button', class: 'main',
        click: ({ target }) => convert(question, target) }, `Convert ${groupCount(ids)} again`)));
    }
  } catch (e) {
    if (number === questions) {
      refused(at('refused'), e);
    }
  }
}

/** What becomes of it is told whatever the form has by then, as it has happened. */
async function convert(question, button) {
  const buttons = [button, at('look')];
  buttons.forEach(one => one.disabled = true);
  at('refused').hidden = true;
  try {
    const { group_ids: ids } = await post(REPROCESS, { ...question, dry_run: false });
    fill(at('found'), told(ids, 'now'));
  } catch (e) {
    forget();
    refused(at('refused'), e);
    return;
  } finally {
    buttons.forEach(one => one.disabled = false);
  }
  await refresh();
}

function groupCount(ids) {
  return `${count(ids.length)} ${ids.length === 1 ? 'group' : 'groups'}`;
}

function told(ids, word) {
  return h('p', {}, `${groupCount(ids)} ${word} pending${ids.length === 0 ? '.' : ':'} `,
    ids.slice(0, 20).flatMap((id, i) => [i === 0 ? '' : ', ', groupLink(id)]), ids.length > 20 ? ', ...' : '');
}

at('filters').elements.state.append(...STATES.map(state => h('option', { value: state }, named(state))));
at('filters').addEventListener('submit', event => {
  event.preventDefault();
  const { state, from, to } = event.target.elements;
  ask({ state: state.value, from: bound(from.value), to: bound(to.value) });
});
at('all').addEventListener('click', () => ask({ state: null, from: null, to: null }));
at('reprocess').addEventListener('submit', event => {
  event.preventDefault();
  look();
});
at('reprocess').addEventListener('input', forget);
fillForms();
const refresh = repeat(10, () => together(states, groups, hours, pauses, aside));
start(refresh);
