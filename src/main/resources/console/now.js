// How the service, its databases and its queue are.

import { get, health, rows } from '/console/rest.js';
import { at, card, fill, h, table } from '/console/dom.js';
import { count, duration, utc } from '/console/format.js';
import { repeat, start } from '/console/page.js';

const STATES = ['collecting', 'pending', 'in_progress', 'completed', 'failed'];

async function queue() {
  const status = await get('/api/v1/ingest/queue/status');
  fill(at('queue'), STATES.map(state => card(state.replace('_', ' '), count(status.counts[state]), {
    href: `/console/queue?state=${state}`,
    note: status.oldest_age_seconds[state] === undefined ? '' : `oldest ${duration(status.oldest_age_seconds[state])}`,
    tone: state === 'failed' && status.counts[state] > 0 ? 'bad' : null,
  })));
  const paused = status.dispatching.paused;
  fill(at('dispatching'), paused
    ? h('span', { class: 'warn' }, `Paused since ${utc(status.dispatching.since)} by ${status.dispatching.by}: ${status.dispatching.reason}`)
    : `${count(status.throughput.last_hour)} completed within an hour.`);
}

async function databases() {
  const checks = (await health()).checks.find(check => check.name === 'databases').data;
  fill(at('databases'), table('Databases', [
    { name: 'database', label: 'Database' },
    { name: 'state', label: 'Ready', value: row => h('span', { class: row.state === 'ok' ? 'good' : 'bad' }, row.state) },
  ], Object.entries(checks).map(([database, state]) => ({ database, state }))));
}

async function failed() {
  const letters = await rows('/api/v1/products/dead_letter_queue/open?order=-created_at&limit=10', 10);
  fill(at('failed'), table('Dead letters that nobody has settled', [{ name: 'id', label: 'Letter', numeric: true }], letters));
}

start(repeat(10, () => Promise.all([queue(), databases(), failed()])));
