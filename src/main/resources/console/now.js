// How the service, its databases and its queue are.

import { events, get, health, joined, query, text } from '/console/rest.js';
import { at, card, h, renew, table } from '/console/dom.js';
import { bytes, count, duration, fixed, utc } from '/console/format.js';
import { cut, dispatching, groupLink, named, STATES, step, tell } from '/console/groups.js';
import { repeat, settle, show, start, together } from '/console/page.js';

const DATABASES = ['products', 'cal_registry', 'hdf5', 'ingest', 'data_registry'];
/** The main tables of each database, of which rows are counted. */
const MAIN = [['products', 'images'], ['products', 'photometry'], ['products', 'ms_index'], ['cal_registry', 'caltables'],
  ['hdf5', 'hdf5_file_index'], ['ingest', 'ingest_queue'], ['data_registry', 'data_registry']];
const MOST_CHANGES = 15;
const MOST_RUNNING = 20;

/** Rates are between two looks at the metrics: the first soon, the others not as often as the queue may change. */
const FIRST_RATES_MILLIS = 2000;
const RATES_SECONDS = 5;

/** The newest first. */
let changes = [];
/** The last that was heard of, so that what comes after it is not missed. */
let last;
/** By table, null where it could not be counted; and why the first of these could not. */
const counts = {};
let uncounted = null;
let lastLook = null;
let nextLook = 0;

async function queue() {
  const [status, running] = await Promise.all([get('/api/v1/ingest/queue/status'),
    get(`/api/v1/ingest/ingest_queue?state=in_progress&order=group_id&limit=${MOST_RUNNING}&fields=group_id,retry_count`)]);
  const claims = await claimsOf(running.items.map(group => group.group_id));
  renew(at('queue'), ...STATES.map(state => card(named(state), count(status.counts[state]), {
    href: `/console/queue?state=${state}`,
    note: status.oldest_age_seconds[state] === undefined ? null : `oldest ${duration(status.oldest_age_seconds[state])}`,
    tone: state === 'failed' && status.counts[state] > 0 ? 'bad' : null,
  })), card('done within an hour', count(status.throughput.last_hour), { note: `${count(status.throughput.last_day)} within a day` }),
  card('until all are done', status.counts.pending === 0 ? '0 s' : duration(status.eta_seconds),
    { note: status.throughput.per_hour === null ? null : `at ${fixed(status.throughput.per_hour, 1)} an hour` }));
  tell(at('dispatching'), dispatching(status.dispatching));
  renew(at('running'), table('Conversions that run', [
    { name: 'group_id', label: 'Group', line: true, value: group => groupLink(group.group_id) },
    { name: 'worker', label: 'Worker', value: group => claims[group.group_id]?.changed_by },
    { name: 'since', label: 'Since, UTC', line: true, value: group => utc(claims[group.group_id]?.at) },
    { name: 'for', label: 'For', numeric: true, value: group => forSeconds(status.at, claims[group.group_id]?.at) },
    { name: 'retry_count', label: 'Retries', numeric: true },
  ], running.items, { empty: 'No conversion runs.' }), running.next === null ? null : h('p', { class: 'note' }, 'And more.'));
  renew(at('workers'), table('Workers of the last day', [
    { name: 'worker', label: 'Worker' },
    { name: 'last_seen', label: 'Seen', value: worker => `${forSeconds(status.at, worker.last_seen)} ago` },
    { name: 'groups_held', label: 'Has', numeric: true },
    { name: 'attempts', label: 'Attempts', numeric: true },
    { name: 'completed', label: 'Completed', numeric: true },
  ], status.workers, { empty: 'Nobody has taken a group within a day.' }));
  renew(at('stuck'), table('Groups that do not get on', [
    { name: 'group_id', label: 'Group', line: true, value: group => groupLink(group.group_id) },
    { name: 'kind', label: 'Kind' },
    { name: 'for_seconds', label: 'For', numeric: true, value: group => duration(group.for_seconds) },
    { name: 'why', label: 'Why', value: group => cut(group.why) },
  ], status.stuck, { empty: 'Nothing is stuck.' }), status.untold === 0 ? null
    : h('p', { class: 'note' }, `${count(status.untold)} times another database is still to hear what became of a group.`));
}

function forSeconds(now, then) {
  return then === undefined ? null : duration(now - then);
}

/** The last claim of each group. */
async function claimsOf(ids) {
  const claims = {};
  if (ids.length > 0) {
    const page = await get(query('/api/v1/ingest/queue_transitions', {
      group_id__in: joined(ids), to_state: 'in_progress', order: '-id', limit: 200,
      fields: 'group_id,at,changed_by',
    }));
    page.items.forEach(claim => claims[claim.group_id] ??= claim);
  }
  return claims;
}

async function failures() {
  const [letters, groups] = await Promise.all([
    get('/api/v1/products/dead_letter_queue/open?order=-created_at&limit=10'
      + '&fields=id,created_at,component,error_type,error_message,original_table,original_id'),
    get('/api/v1/ingest/ingest_queue?state=failed&order=-group_id&limit=10&fields=group_id,last_update,error'),
  ]);
  renew(at('failed'), table('The groups that have failed', [
    { name: 'group_id', label: 'Group', line: true, value: group => groupLink(group.group_id) },
    { name: 'last_update', label: 'Since, UTC', line: true, value: group => utc(group.last_update) },
    { name: 'error', label: 'Why', value: group => cut(group.error) },
  ], groups.items, { empty: 'No group has failed.' }));
  renew(at('letters'), table('The newest dead letters that nobody has settled', [
    { name: 'id', label: 'Letter', numeric: true },
    { name: 'created_at', label: 'At, UTC', line: true, value: letter => utc(letter.created_at) },
    { name: 'of', label: 'Of', line: true, value: letter => letter.original_table === 'ingest_queue' ? groupLink(letter.original_id) : letter.component },
    { name: 'error_message', label: 'Why', value: letter => cut(letter.error_message ?? letter.error_type) },
  ], letters.items, { empty: 'Every dead letter is settled.' }));
}

/** What the metrics have of the databases: of each sample its name, its labels and its value. */
function samples(metrics) {
  return [...metrics.matchAll(/^contimg_database_(\w+)\{([^}]*)\} (\S+)/gm)].map(([, name, labels, value]) => ({
    name, value: Number(value), labels: Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, text]) => [label, text])),
  }));
}

/** Whether the service is ready, and what the metrics say of each database. */
async function databases() {
  const now = performance.now() / 1000;
  if (now < nextLook) {
    return;
  }
  const [ready, metrics] = await Promise.all([health(), text('/q/metrics', 'text/plain')]);
  const all = samples(metrics);
  const look = { at: performance.now() / 1000, units: {} };
  all.filter(sample => sample.name === 'units_total').forEach(({ labels: { database, kind }, value }) => {
    look.units[`${database} ${kind}`] = (look.units[`${database} ${kind}`] ?? 0) + value;
  });
  const before = lastLook;
  lastLook = look;
  nextLook = now + (before === null ? FIRST_RATES_MILLIS / 1000 / 2 : RATES_SECONDS);
  const rate = (database, kind) => {
    const units = look.units[`${database} ${kind}`];
    return before === null || units === undefined ? null
      : fixed(Math.max(0, (units - (before.units[`${database} ${kind}`] ?? 0)) / (look.at - before.at)), 1);
  };
  const of = (name, database, kind) => all.find(sample => sample.name === name && sample.labels.file.split('+').includes(database)
    && (kind === undefined || sample.labels.kind === kind));
  const states = ready.checks.find(check => check.name === 'databases')?.data ?? {};
  const down = ready.checks.filter(check => check.status !== 'UP').map(check =>
    [check.name, ...Object.entries(check.data ?? {}).filter(([, state]) => state !== 'ok').map(([what, state]) => `${what}: ${state}`)].join(' '));
  tell(at('ready'), ready.status === 'UP' ? h('span', { class: 'good' }, 'The service is ready.')
    : h('span', { class: 'bad' }, `The service is not ready: ${down.join('; ')}`));
  renew(at('databases'), table('The five databases', [
    { name: 'database', label: 'Database', value: database => database },
    { name: 'ready', label: 'Ready', value: database => h('span', { class: states[database] === 'ok' ? 'good' : 'bad' }, states[database] ?? '–') },
    { name: 'rows', label: 'Rows', value: database => h('span', { 'data-rows': database }, rowTexts(database)) },
    { name: 'file', label: 'File', value: database => of('size_bytes', database)?.labels.file },
    { name: 'size', label: 'Size', numeric: true, value: database => bytes(of('size_bytes', database)?.value) },
    { name: 'log', label: 'Log, frames', numeric: true, value: database => count(of('wal_pending_frames', database)?.value) },
    { name: 'depth', label: 'Writes waiting', numeric: true, value: database => count(of('queue_depth', database, 'write')?.value) },
    { name: 'reads', label: 'Reads a second', numeric: true, value: database => rate(database, 'read') },
    { name: 'writes', label: 'Writes a second', numeric: true, value: database => rate(database, 'write') },
  ], DATABASES));
}

/** How many rows each table has, as far as they have been counted. */
function rowTexts(database) {
  return MAIN.filter(([of]) => of === database).map(([, name]) => `${name} ${counts[name] === undefined ? '…' : count(counts[name])}`).join(', ');
}

/** Counts one table after the other, as a large one takes a while, and none while nobody looks at the page. */
async function countRows() {
  const button = at('count-rows');
  button.disabled = true;
  let failure = null;
  for (const [database, name] of MAIN) {
    await looking();
    try {
      counts[name] = (await get(`/api/v1/${database}/${name}?count=true&limit=1`)).total;
    } catch (e) {
      counts[name] = null;
      failure ??= e;
    }
    document.querySelector(`[data-rows=${database}]`)?.replaceChildren(rowTexts(database));
  }
  button.disabled = false;
  settle(uncounted);
  uncounted = failure;
  if (failure !== null) {
    show(failure);
  }
}

/** Waits until somebody looks at the page. */
async function looking() {
  while (document.hidden) {
    await new Promise(resolve => document.addEventListener('visibilitychange', resolve, { once: true }));
  }
}

function drawChanges() {
  renew(at('changes'), table('The last changes of a group\'s state', [
    { name: 'at', label: 'At, UTC', line: true, value: change => utc(change.at) },
    { name: 'group_id', label: 'Group', line: true, value: change => groupLink(change.group_id) },
    { name: 'to_state', label: 'Change', line: true, value: step },
    { name: 'changed_by', label: 'By' },
    { name: 'reason', label: 'Why', value: change => cut(change.reason) },
  ], changes, { empty: 'Nothing has happened yet.' }));
}

let due = false;

/** Something has changed: it shows soon, together with what comes at the same time. */
function changed(change) {
  last = change.id;
  add([change]);
  if (!due) {
    due = true;
    setTimeout(() => {
      due = false;
      drawChanges();
      refresh();
    }, 200);
  }
}

/** Puts changes among those that show, unless they are there. */
function add(some) {
  const all = new Map([...changes, ...some].map(change => [change.id, change]));
  changes = [...all.values()].sort((a, b) => b.id - a.id).slice(0, MOST_CHANGES);
}

let listening = null;
let deaf = null;

/** Listens while the page is looked at: a browser has few connections to one service, and each tab would keep one. */
function listen() {
  if (document.hidden) {
    listening?.abort();
    listening = null;
  } else if (listening === null) {
    const own = new AbortController();
    listening = own;
    events('/api/v1/ingest/queue/events', own.signal, changed, last).catch(e => {
      if (listening === own) {
        listening = null;
        deaf = e;
      }
    });
  }
}

/** What has happened lately, by the names that groups have now: one is called by its earliest file. Listens again where that has ended. */
async function happened() {
  const why = deaf;
  deaf = null;
  try {
    const { items } = await get(`/api/v1/ingest/queue_transitions?order=-id&limit=${MOST_CHANGES}`);
    last ??= items[0]?.id ?? 0;
    add(items);
    drawChanges();
  } finally {
    listen();
  }
  if (why !== null) {
    throw why;
  }
}

const refresh = repeat(10, () => together(queue, databases, failures, happened));

async function begin() {
  await refresh();
  document.addEventListener('visibilitychange', listen);
  setTimeout(refresh, FIRST_RATES_MILLIS);
  at('count-rows').addEventListener('click', countRows);
  (window.requestIdleCallback ?? setTimeout)(countRows);
}

start(begin);
