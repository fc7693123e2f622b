// What the service says of the tables, and what this console knows besides: which columns refer to which, which are times.

import { Digits, get, isSegment, Problem, segment } from '/console/rest.js';
import { mjdSeconds } from '/console/format.js';

export const DATABASES = ['products', 'cal_registry', 'hdf5', 'ingest', 'data_registry'];

/** Tables of products that have positions: their lists take ra, dec and radius. */
const ON_THE_SKY = ['photometry', 'sources', 'variability_stats', 'monitoring_sources', 'transient_candidates', 'images'];

/**
 * What is called by a name that many tables have. Columns that are called by one of the names have it, and further ones, as database/table.column;
 * at home it is one row. A page may be about it, which is where a function of its name says.
 */
const RELATIONS = [
  { what: 'group', home: 'ingest/ingest_queue.group_id', names: ['group_id'], page: groupPath },
  { what: 'source', home: 'products/sources.source_id', names: ['source_id'], page: sourcePath },
  { what: 'measurement set', home: 'products/ms_index.path', names: ['ms_path', 'source_ms_path'] },
  { what: 'image', home: 'products/images.path', names: ['image_path'], further: ['products/ms_index.imagename'] },
  { what: 'mosaic', home: 'products/mosaics.path', names: ['mosaic_path'] },
  { what: 'mosaic', home: 'products/mosaics.id', names: ['mosaic_id'] },
  { what: 'batch', home: 'products/batch_jobs.id', names: ['batch_id'] },
  { what: 'job', home: 'products/jobs.id', names: ['job_id'] },
  { what: 'product', home: 'data_registry/data_registry.data_id', names: ['data_id', 'parent_data_id', 'child_data_id'] },
  { what: 'calibration set', home: 'cal_registry/caltables.set_name', names: ['set_name'] },
  { what: 'subband file', home: 'hdf5/hdf5_file_index.path', names: [],
    further: ['products/hdf5_file_index.path', 'ingest/subband_files.path', 'ingest/set_aside_files.path'] },
];

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const AS_NUMBER = /^(.+) is stored as (-?Infinity), which JSON cannot express$/s;
const AS_BYTES = /^(.+) is stored as bytes, in Base64 here$/s;

/** The tables of a database, each with the database that it is in. */
export async function tables(database) {
  return (await get(`/api/v1/${segment(database)}`)).tables.map(table => ({ ...table, database }));
}

/** The table of a name such as "products/images". */
export async function tableNamed(name) {
  const slash = name.indexOf('/');
  const database = name.slice(0, slash);
  if (!DATABASES.includes(database)) {
    throw new Problem(404, { detail: `There is no table ${name}; its name begins with that of a database, as products/images does.` }, null);
  }
  const all = await tables(database);
  const found = all.find(table => table.name === name.slice(slash + 1));
  if (found === undefined) {
    throw new Problem(404, { detail: `There is no table ${name.slice(slash + 1)} in ${database}.` }, null);
  }
  return found;
}

export function fullName(table) {
  return `${table.database}/${table.name}`;
}

/** Whether another program has made the table, and SQLite described it. */
export function isFound(table) {
  return table.read_only && table.columns.some(column => /^Declared (as|without) /.test(column.description));
}

export function hasPositions(table) {
  return table.database === 'products' && ON_THE_SKY.includes(table.name) && !isFound(table);
}

/** Where this console shows a table, with parameters of its list. */
export function tablePath(name, parameters = []) {
  return `/console/tables?${new URLSearchParams([['table', name], ...parameters])}`;
}

/** Where it shows the row that has a key; the key's parts as the path of the REST API has them, before they are encoded. */
export function keyedPath(name, ...key) {
  return tablePath(name, [['key', key.map(segment).join('/')]]);
}

/** Where it shows a row; null where rows have no key. */
export function rowPath(table, row) {
  return table.key.length === 0 ? null : keyedPath(fullName(table), ...keyOf(table, row));
}

/** The parts of a row's key. */
function keyOf(table, row) {
  const found = isFound(table);
  return table.key.map(name => {
    const value = stored(row, name).value;
    return found ? keyText(table.columns.find(column => column.name === name), value) : String(value);
  });
}

/** What stands for a value that another program has for a key: texts that would mean something else say that they are texts. */
function keyText(column, value) {
  if (value === null) {
    return '~null';
  }
  if (value instanceof Digits) {
    return value.digits.endsWith('Infinity') ? `~real:${value}` : value.digits;
  }
  if (/^Declared as .*BLOB/is.test(column.description) && BASE64.test(value)) {
    return `~blob:${Array.from(atob(value), one => one.charCodeAt(0).toString(16).padStart(2, '0')).join('')}`;
  }
  const isPlain = isSegment(value) && !value.startsWith('~') && (column.type === 'text' || !NUMBER.test(value));
  return isPlain ? value : `~text:${value}`;
}

/**
 * A key as the path of the REST API has it, whoever has written it into this page's address: a key of one part may stand there as it is.
 * Null where it can be none. Texts of dots, which no path has, stand in it as they are.
 */
export function keyPath(table, text) {
  let parts = text.split('/');
  if (table.key.length === 1 && parts.length > 1) {
    parts = [segment(text)];
  }
  try {
    parts = parts.map(decodeURIComponent);
  } catch (e) {
    if (!(e instanceof URIError) || table.key.length !== 1) {
      return null;
    }
    parts = [text];
  }
  const isText = name => table.columns.find(column => column.name === name)?.type === 'text';
  return parts.length !== table.key.length || parts.some((part, i) => part === '' || (!isSegment(part) && !isText(table.key[i])))
    ? null : parts.map(segment).join('/');
}

/** The value of a column as it is stored, and in a word what it is where JSON has another one in its place. */
export function stored(row, name) {
  const value = row[name];
  for (const note of notes(row)) {
    const infinite = AS_NUMBER.exec(note);
    if (infinite?.[1] === name && value === null) {
      return { value: new Digits(infinite[2]), note: 'JSON has null in its place' };
    }
    if (AS_BYTES.exec(note)?.[1] === name && typeof value === 'string') {
      return { value, note: 'bytes, in Base64 here' };
    }
  }
  return { value, note: null };
}

/** What the service says of values that JSON cannot express, under a name that no column has. */
function notes(row) {
  const names = Object.keys(row).filter(name => /^warnings_*$/.test(name) && Array.isArray(row[name]));
  return names.length === 0 ? [] : row[names[0]];
}

/** What a row has beside its columns, and the notes. */
export function isFurther(table, row, name) {
  return !table.columns.some(column => column.name === name) && row[name] !== notes(row);
}

/** The Unix seconds of a value of a column that is documented as a time; null for all others. */
export function seconds(column, value) {
  if (!(value instanceof Digits)) {
    return null;
  }
  const time = Number(value.digits);
  return /\bUnix seconds\b/.test(column.description) ? time : /\bMJD \(days, UTC\)/.test(column.description) ? mjdSeconds(time) : null;
}

/** What the value of a column is called by; undefined for most columns. */
export function relation(table, name) {
  const place = `${fullName(table)}.${name}`;
  return RELATIONS.find(one => one.home === place || one.further?.includes(place)) ?? RELATIONS.find(one => one.names.includes(name));
}

export function sourcePath(id) {
  return `/console/source?${new URLSearchParams({ id })}`;
}

function groupPath(id) {
  return `/console/group?${new URLSearchParams({ group_id: id })}`;
}

/** The page that is about what is called by a text; null where there is none. */
export function pageOf(of, text) {
  return of.page?.(text) ?? null;
}

/** All columns of tables that have what is called so, at home first. */
export function places(of, all) {
  return all.filter(table => table.path !== null).flatMap(table => table.columns.filter(column => {
    const other = relation(table, column.name);
    return other === of;
  }).map(column => ({ table, column, home: of.home === `${fullName(table)}.${column.name}` }))).sort((a, b) => b.home - a.home);
}
