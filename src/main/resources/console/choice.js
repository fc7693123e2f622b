// Why the service applies certain calibration tables at a time, in words: what `apply` answers, seen beside all that `valid` has then.

import { duration, utc } from '/console/format.js';
import { distance } from '/console/validity.js';

const DAY_SECONDS = 86400;

/** Sentences about which set is applied and which are not. */
export function sentences(applied, valid) {
  if (applied.length === 0) {
    return [];
  }
  const set = applied[0].set_name;
  const others = [...new Set(valid.map(row => row.set_name))].filter(name => name !== set);
  const newest = valid.find(row => row.set_name === set);
  const said = [newest === undefined
    ? `Set ${set} is applied.`
    : `Set ${set} is applied, as the newest table that is valid then is its ${newest.table_type}, made ${utc(newest.created_at)} UTC.`];
  if (others.length > 0) {
    said.push(`Valid then, but not applied: ${others.join(', ')}. Tables of a set were solved together, so sets are not mixed.`);
  }
  const types = new Set(applied.map(row => row.table_type));
  const left = [...new Set(valid.map(row => row.table_type))].filter(type => !types.has(type));
  if (left.length > 0) {
    said.push(`No ${left.join(', ')} is applied: ${set} has none that is valid then, other sets have.`);
  }
  return said;
}

/** Why a table is applied, among those that are valid. */
export function why(row, valid) {
  const peers = valid.filter(other => other.set_name === row.set_name && other.table_type === row.table_type).length;
  return peers > 1 ? `newest of ${peers} valid ${row.table_type} of its set` : `only valid ${row.table_type} of its set`;
}

/** Why a table that is valid is not applied. */
export function whyNot(row, applied) {
  return row.set_name !== applied[0]?.set_name ? 'of another set' : `an older ${row.table_type} of the set`;
}

/** How far the validity of a table is from a time. */
export function away(row, mjd) {
  const days = distance(row, mjd);
  return days === 0 ? 'valid then' : `${days < 0 ? 'ended' : 'begins'} ${duration(Math.abs(days) * DAY_SECONDS)} ${days < 0 ? 'before' : 'after'}`;
}
