// One row: all that is stored, and what refers to it.

import { exact, isSegment, Problem } from '/console/rest.js';
import { at, fill, h, table as rowsOf } from '/console/dom.js';
import { count } from '/console/format.js';
import { DATABASES, fullName, isFound, isFurther, keyPath, pageOf, places, relation, stored, tablePath, tables } from '/console/schema.js';
import { whole } from '/console/values.js';

export async function showRow(table, key) {
  at('row').hidden = false;
  const link = at('row-table');
  link.href = tablePath(fullName(table));
  link.textContent = fullName(table);
  const encoded = keyPath(table, key);
  at('row-title').textContent = `Row ${encoded === null ? key : readable(encoded)}`;
  const row = encoded === null ? null : await found(table, encoded);
  if (row === null) {
    throw new Problem(404, { detail: `There is no row with this key in ${fullName(table)}.` }, null);
  }
  const further = Object.keys(row).filter(name => isFurther(table, row, name)).map(name => ({ name, type: 'any', description: '' }));
  fill(at('values'), [...table.columns, ...further].flatMap(column => [
    h('dt', {}, h('bdi', {}, column.name)),
    h('dd', { 'data-column': column.name }, h('div', { class: 'value' }, whole(column, row)), h('div', { class: 'note' }, h('bdi', {}, column.description)),
      about(table, column, row)),
  ]));
  await showRelations(table, row);
}

function readable(encoded) {
  return encoded.split('/').map(decodeURIComponent).join(' / ');
}

/** Rows of a view of ours are to be had by its list alone, and so are those whose keys no path can have. */
async function found(table, encoded) {
  const parts = encoded.split('/').map(decodeURIComponent);
  if ((table.kind !== 'view' || isFound(table)) && parts.every(isSegment)) {
    return exact(`${table.path}/${encoded}`);
  }
  const asked = new URLSearchParams(parts.map((part, i) => [`${table.key[i]}__eq`, part]));
  asked.set('limit', '1');
  return (await exact(`${table.path}?${asked}`)).items[0] ?? null;
}

/** What there is to see of a column's value elsewhere. */
function about(table, column, row) {
  const of = relation(table, column.name);
  const { value } = stored(row, column.name);
  const page = of === undefined || value === null || value === '' ? null : pageOf(of, String(value));
  return page === null ? null : h('div', {}, h('a', { href: page }, `The page of this ${of.what}`));
}

/** Links to the rows that have the same values, by what is known of the tables of all databases. */
async function showRelations(table, row) {
  const links = [];
  const named = table.columns.map(column => ({ column, of: relation(table, column.name), value: stored(row, column.name).value }))
    .filter(({ of, value }) => of !== undefined && value !== null && value !== '');
  if (named.length > 0) {
    const all = (await Promise.all(DATABASES.map(tables))).flat();
    for (const { column, of, value } of named) {
      for (const place of places(of, all)) {
        if (!isItself(table, column, place)) {
          links.push({ column, of, value: String(value), place, count: null });
        }
      }
    }
  }
  at('count-relations').hidden = links.length === 0;
  at('count-relations').addEventListener('click', () => counting(links));
  draw(links);
}

function isItself(table, column, place) {
  return fullName(table) === fullName(place.table) && column.name === place.column.name && table.key.length === 1 && table.key[0] === column.name;
}

function draw(links) {
  fill(at('relations'), rowsOf('Rows with the same', [
    { name: 'by', label: 'By', value: link => h('bdi', {}, link.column.name) },
    { name: 'what', label: 'What', value: link => link.place.home ? `the ${link.of.what}` : `of the same ${link.of.what}` },
    { name: 'where', label: 'Rows', value: link => h('a', { href: tablePath(fullName(link.place.table), [[`${link.place.column.name}__eq`, link.value]]) },
      h('bdi', {}, `${fullName(link.place.table)} by ${link.place.column.name}`)) },
    { name: 'count', label: 'How many', numeric: true, value: link => link.count ?? '' },
  ], links, { empty: 'No column of it is known to refer to others.' }));
}

async function counting(links) {
  at('count-relations').disabled = true;
  for (const link of links) {
    const asked = new URLSearchParams([[`${link.place.column.name}__eq`, link.value], ['limit', '1'], ['count', 'true']]);
    try {
      link.count = count(BigInt((await exact(`${link.place.table.path}?${asked}`)).total.digits));
    } catch (e) {
      link.count = h('span', { class: 'bad' }, e.message);
    }
    draw(links);
  }
  at('count-relations').disabled = false;
}
