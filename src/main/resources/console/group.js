// One group: its files, its history, what was made of it, and what an operator can do with it.

import { get, isSegment, joined, query, segment } from '/console/rest.js';
import { at, fill, h, renew, table } from '/console/dom.js';
import { bytes, count, duration, fixed, mjd, utc } from '/console/format.js';
import { badge, cut, groupLink, groupTime, keepForm, named, steering, step, tell } from '/console/groups.js';
import { parameters, repeat, start, together } from '/console/page.js';

const QUEUE = '/api/v1/ingest/queue/groups/';
const LETTERS = '/api/v1/products/dead_letter_queue';
/** What can be done with a group in each state. */
const ACTIONS = {
  collecting: ['reject'],
  pending: ['reject'],
  completed: ['reopen', 'reprocess'],
  failed: ['retry', 'reprocess'],
};
const MEANINGS = {
  reject: 'Reject: give it up.',
  reopen: 'Reopen: have it converted again.',
  retry: 'Retry: have it tried again, with all its attempts.',
  reprocess: 'Reprocess: have it converted again, with all its attempts.',
};
const SUBBANDS = 16;

const id = parameters().get('group_id');

function list(...pairs) {
  return h('dl', {}, pairs.filter(([, value]) => value !== null && value !== undefined && value !== '')
    .flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));
}

function when(seconds) {
  return seconds === null ? null : `${utc(seconds)} UTC`;
}

async function group() {
  const [row] = (await get(query('/api/v1/ingest/ingest_queue', { group_id: id }))).items;
  at('none').hidden = row !== undefined;
  at('group').hidden = row === undefined;
  if (row === undefined) {
    at('none').textContent = `There is no group ${id}.`;
    return undefined;
  }
  const time = groupTime(id);
  tell(at('state'), h('span', {}, 'Group ', h('strong', {}, id), ' is ', badge(row.state), '.'));
  renew(at('row'), list(
    ['State', badge(row.state)],
    ['Stage', row.processing_stage === row.state ? null : row.processing_stage],
    ['Time', time === null ? null : `MJD ${fixed(mjd(time), 6)}`],
    ['First file seen', when(row.received_at)],
    ['Last change', when(row.last_update)],
    ['Conversion began', when(row.started_at)],
    ['Conversion ended', when(row.completed_at)],
    ['Length', row.chunk_minutes === null ? null : `${row.chunk_minutes} min`],
    ['Retries', count(row.retry_count)],
    ['Not again before', when(row.not_before)],
    ['Priority', count(row.priority)],
    ['Calibrators', row.has_calibrator === 0 ? 'none in the field' : row.calibrators],
    ['Checkpoint', row.checkpoint_path]));
  const errors = [row.error, row.error_message === row.error ? null : row.error_message].filter(text => text !== null && text !== '');
  at('failure').hidden = errors.length === 0;
  tell(at('error'), [row.error_type, ...errors].filter(text => text !== null).join('\n'));
  const possible = isSegment(id) && Object.hasOwn(ACTIONS, row.state) ? ACTIONS[row.state] : [];
  const actions = possible.map(action => (
    { label: MEANINGS[action].split(':')[0], path: `${QUEUE}${segment(id)}/${action}`, body: reason => ({ reason }) }));
  keepForm(at('steer'), actions.length === 0 ? null : steering(actions, refresh));
  at('meanings').textContent = isSegment(id) ? possible.map(action => MEANINGS[action]).join(' ') : 'No path of the API can have its name.';
  return row;
}

async function history() {
  const { items, next } = await get(query('/api/v1/ingest/queue_transitions', { group_id: id, order: '-id', limit: 50 }));
  renew(at('history'), table('Changes of its state, newest first', [
    { name: 'at', label: 'At, UTC', line: true, value: change => utc(change.at) },
    { name: 'to_state', label: 'Change', line: true, value: step },
    { name: 'changed_by', label: 'By' },
    { name: 'reason', label: 'Why', value: change => cut(change.reason) },
  ], items, { empty: 'Nothing is known of its history.' }), next === null ? null : h('p', { class: 'note' }, 'The newest 50 of them.'));
}

/** The files of the queue, with what the index of files has of them once they have been converted. */
async function subbands(expected) {
  const [files, index] = await Promise.all([
    get(query('/api/v1/ingest/subband_files', { group_id: id, limit: 100 })),
    get(query('/api/v1/hdf5/hdf5_file_index', { group_id: id, limit: 100, fields: 'path,subband_num,file_size_bytes,modified_time,indexed_at,stored' })),
  ]);
  const known = new Map(index.items.map(file => [file.path, file]));
  const bySubband = new Map(files.items.map(file => [file.subband_idx, { ...file, ...known.get(file.path) }]));
  const numbers = [...new Set([...Array(expected ?? SUBBANDS).keys(), ...bySubband.keys()])].sort((a, b) => a - b);
  renew(at('subbands'), numbers.map(number => cell(number, bySubband.get(number))));
  at('subbands-note').textContent = files.items.length > 0 && known.size === 0
    ? 'When a file came, and how large it is, is in the index of files once its group is converted.' : '';
  renew(at('files'), table('Files of the group', [
    { name: 'subband_idx', label: 'Subband', numeric: true },
    { name: 'path', label: 'Path' },
    { name: 'modified_time', label: 'Written, UTC', line: true, value: file => utc(file.modified_time) },
    { name: 'indexed_at', label: 'Indexed, UTC', line: true, value: file => utc(file.indexed_at) },
    { name: 'file_size_bytes', label: 'Size', numeric: true, value: file => bytes(file.file_size_bytes) },
    { name: 'stored', label: 'On disk', value: file => file.stored === undefined || file.stored === null ? null : file.stored === 1 ? 'yes' : 'no' },
    { name: 'not_readable', label: 'Not readable', value: file => cut(file.not_readable) },
  ], [...bySubband.values()], { empty: 'It has no files.' }));
}

function cell(number, file) {
  const name = h('strong', {}, `sb${String(number).padStart(2, '0')}`);
  if (file === undefined) {
    return h('li', { 'data-tone': 'bad', 'data-subband': number }, name, h('span', { class: 'bad' }, 'missing'));
  }
  const gone = file.stored === 0;
  return h('li', { 'data-subband': number, 'data-tone': gone || file.not_readable ? 'warn' : 'good' }, name,
    file.modified_time === undefined || file.modified_time === null ? h('span', {}, 'there') : h('span', {}, utc(file.modified_time)),
    file.file_size_bytes === undefined ? null : h('span', { class: 'note' }, bytes(file.file_size_bytes)),
    gone ? h('span', { class: 'warn' }, 'not on disk') : null, file.not_readable ? h('span', { class: 'warn' }, 'not readable') : null);
}

async function letters(failed) {
  const own = query('', { original_table: 'ingest_queue', original_id: id, order: '-created_at', limit: 20 });
  const [open, settled] = await Promise.all([get(`${LETTERS}/open${own}`), get(`${LETTERS}/settled${own}`)]);
  const place = at('letters');
  const key = JSON.stringify([open.items, settled.items, failed]);
  if (place.dataset.key === key) {
    return;
  }
  place.dataset.key = key;
  fill(place, open.items.length + settled.items.length === 0 ? h('p', { class: 'note' }, 'There is none.') : null,
    open.items.map(one => letter(one, [
      failed ? { label: 'Retry the group', path: `${LETTERS}:retry`, body: reason => ({ id: one.id, reason }) } : null,
      { label: 'Settle it', path: `${LETTERS}:resolve`, body: reason => ({ id: one.id, resolution_note: reason }) },
    ].filter(action => action !== null))), settled.items.map(one => letter(one, [])));
}

function letter(one, actions) {
  return h('article', { class: 'box', 'data-letter': one.id, 'aria-label': `Letter ${one.id}` },
    list(['Letter', one.id], ['At', when(one.created_at)], ['Status', one.status], ['Kind', one.error_type], ['Why', one.error_message],
      ['Attempts', one.attempt_count === null ? null : count(one.attempt_count)], ['Settled', when(one.resolved_at)],
      ['By', one.resolved_by], ['How', one.resolution_note ?? one.resolution_notes]),
    actions.length === 0 ? null : steering(actions, refresh, { label: `Reason, for letter ${one.id}` }));
}

async function made(converted) {
  const [metrics] = (await get(query('/api/v1/ingest/performance_metrics', { group_id: id }))).items;
  renew(at('metrics'), metrics === undefined ? h('p', { class: 'note' }, 'It has not been converted.') : h('div', { class: 'box' }, list(
    ['Converted', when(metrics.recorded_at)],
    ['Whole conversion', seconds(metrics.total_time)],
    ['Loading', seconds(metrics.load_time)],
    ['Phasing', seconds(metrics.phase_time)],
    ['Writing', seconds(metrics.write_time)],
    ['Subbands', metrics.subband_count === null ? null : count(metrics.subband_count)],
    ['Size', metrics.output_size_bytes === null ? null : bytes(metrics.output_size_bytes)],
    ['Writer', metrics.writer_type])));
  const sets = converted || metrics !== undefined ? await measurementSets(metrics?.recorded_at ?? 0) : [];
  renew(at('sets'), sets.map(set => h('div', { class: 'box' }, list(['Measurement set', set.path], ['Stage', set.stage], ['Status', set.status],
    ['Middle', set.mid_mjd === null ? null : `MJD ${fixed(set.mid_mjd, 6)}`], ['Field', set.field_name],
    ['Position', set.ra_deg === null || set.dec_deg === null ? null : `RA ${fixed(set.ra_deg, 4)}°, Dec ${fixed(set.dec_deg, 4)}°`],
    ['Entered', when(set.processed_at)]))));
  const products = sets.length === 0 ? [] : (await get(query('/api/v1/data_registry/data_registry', {
    data_id__in: joined(sets.map(set => set.path)), fields: 'id,data_id,data_type,status,staged_at,published_at,qa_status,finalization_status,publish_error',
  }))).items;
  renew(at('products'), products.length === 0 ? null : table('Products', [
    { name: 'id', label: 'Product', numeric: true },
    { name: 'data_id', label: 'Called' },
    { name: 'data_type', label: 'Type' },
    { name: 'status', label: 'Status' },
    { name: 'finalization_status', label: 'Finalization' },
    { name: 'qa_status', label: 'Quality' },
    { name: 'staged_at', label: 'Staged, UTC', line: true, value: product => utc(product.staged_at) },
    { name: 'published_at', label: 'Published, UTC', line: true, value: product => utc(product.published_at) },
    { name: 'publish_error', label: 'Why not', value: product => cut(product.publish_error) },
  ], products));
}

function seconds(time) {
  return time === null ? null : time < 100 ? `${fixed(time, 1)} s` : duration(time);
}

/** To look by the path reads the whole table. It is done again soon after, as products hear of a conversion a moment after the queue. */
const MOST_LOOKS = 3;
const looked = { conversion: null, times: 0, paths: [] };

/** By the paths that were found before, else by the group that other programs note, else by the path, which names the group. */
async function measurementSets(conversion) {
  if (looked.conversion !== conversion) {
    Object.assign(looked, { conversion, times: 0, paths: [] });
  }
  const by = async condition => (await get(query('/api/v1/products/ms_index', { ...condition, limit: 5,
    fields: 'path,stage,status,mid_mjd,field_name,ra_deg,dec_deg,processed_at' }))).items;
  let found = await by(looked.paths.length === 0 ? { group_id: id } : { path__in: joined(looked.paths) });
  if (found.length === 0 && looked.times < MOST_LOOKS) {
    looked.times++;
    found = await by({ path__contains: id });
  }
  looked.paths = found.map(set => set.path);
  return found;
}

/** The groups before and after it, if there are any. */
async function neighbours() {
  const beside = [['earlier', { group_id__lt: id, order: '-group_id' }], ['later', { group_id__gt: id, order: 'group_id' }]];
  await Promise.all(beside.map(async ([name, condition]) => {
    const [other] = (await get(query('/api/v1/ingest/ingest_queue', { ...condition, limit: 1, fields: 'group_id' }))).items;
    at(name).hidden = other === undefined;
    if (other !== undefined) {
      at(name).href = groupLink(other.group_id).href;
    }
  }));
}

async function all() {
  const row = await group();
  if (row !== undefined) {
    await together(history, () => subbands(row.expected_subbands), () => letters(row.state === 'failed'), () => made(row.state === 'completed'),
      neighbours);
    document.title = `${id} ${named(row.state)} · contimg-db`;
  }
}

const refresh = id === null || id === '' ? null : repeat(10, all);

at('which').elements.group_id.value = id ?? '';
at('which').addEventListener('submit', event => {
  event.preventDefault();
  location.assign(query('/console/group', { group_id: event.target.elements.group_id.value.trim() }));
});
start(refresh ?? (async () => {
  at('none').hidden = false;
  at('none').replaceChildren('Which group? All of them are in the ', h('a', { href: '/console/queue' }, 'queue'), '.');
}));
