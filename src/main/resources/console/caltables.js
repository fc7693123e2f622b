// What the service knows of calibration tables: which reach into a window of time, what covers each type, what applies at a time. MJD (days, UTC).

import { get, query, rows } from '/console/rest.js';
import { firstOfEach } from '/console/asking.js';
import { FARTHEST_MJD } from '/console/format.js';
import { covered, gaps } from '/console/validity.js';

const TABLE = '/api/v1/cal_registry/caltables';
const MOST_TYPES = 24;
const MOST_TABLES = 5000;
const PAGE = 1000;
const DRAWN = 'id,set_name,table_type,status,valid_start_mjd,valid_end_mjd';
const SHOWN = `${DRAWN},order_index,path,cal_field,refant,created_at`;

/** All types that there are; those first that are applied first. */
export async function types() {
  const found = await firstOfEach(TABLE, 'table_type', { fields: 'table_type,order_index', order: 'table_type,created_at', most: MOST_TYPES });
  return found.sort((a, b) => a.order_index - b.order_index).map(row => row.table_type);
}

async function few(parameters) {
  return (await get(query(TABLE, parameters))).items;
}

/** All bounds between which the validity of all tables lies, but for those that are too far away for a time line; none where no table has any. */
export async function bounds() {
  const found = await Promise.all(['valid_start_mjd', 'valid_end_mjd'].flatMap(column => [column, `-${column}`].map(order =>
    few({ fields: column, order, limit: 1, [`${column}__gt`]: -FARTHEST_MJD, [`${column}__lt`]: FARTHEST_MJD }).then(items => items.map(row => row[column])))));
  return found.flat();
}

/** The tables whose validity reaches into a window, the last to begin first; and whether these are all. */
export async function reaching({ from, to }) {
  const filters = [
    { valid_start_mjd__le: to, valid_end_mjd__ge: from, order: '-valid_start_mjd' },
    { valid_start_mjd__le: to, valid_end_mjd__isnull: true, order: '-valid_start_mjd' },
    { valid_start_mjd__isnull: true, valid_end_mjd__ge: from },
    { valid_start_mjd__isnull: true, valid_end_mjd__isnull: true },
  ];
  const parts = await Promise.all(filters.map(filter => rows(query(TABLE, { fields: DRAWN, limit: PAGE, ...filter }), MOST_TABLES)));
  return { tables: parts.flat(), whole: parts.every(part => part.length < MOST_TABLES) };
}

/**
 * The times at which an active table of a type is valid, and the gaps between them that reach into a window. A gap begins or ends beyond the
 * window where nothing covers its edge: the nearest table there says when.
 */
export async function coverage(type, tables, { from, to }) {
  const own = tables.filter(row => row.table_type === type);
  const inside = covered(own);
  const beyond = filter => few({ fields: DRAWN, limit: 20, status: 'active', table_type: type, ...filter });
  const edges = await Promise.all([
    inside.length > 0 && inside[0][0] <= from ? [] : beyond({ order: '-valid_end_mjd', valid_end_mjd__lt: from }),
    inside.length > 0 && inside.at(-1)[1] >= to ? [] : beyond({ order: 'valid_start_mjd', valid_start_mjd__gt: to }),
  ]);
  const times = covered([...own, ...edges.flat()]);
  return { type, own, covered: times, gaps: gaps(times, from, to) };
}

/** What applies at a time, what is valid then, the newest first, and what is nearest within some hours. */
export async function choice(mjd, hours) {
  const [applied, valid, nearest] = await Promise.all([
    rows(query(`${TABLE}/apply`, { mjd, fields: SHOWN, limit: PAGE }), PAGE),
    get(query(`${TABLE}/valid`, { mjd, fields: SHOWN, limit: PAGE })),
    rows(query(`${TABLE}/nearest`, { mjd, within_hours: hours, fields: SHOWN, limit: PAGE }), PAGE),
  ]);
  return { mjd, applied, valid: valid.items, more: valid.next !== null, nearest };
}
