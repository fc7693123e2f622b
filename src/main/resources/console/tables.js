// Any table of the five databases: all of them, the rows of one, or one row, by what the page's address says.

import { exact, query } from '/console/rest.js';
import { at, fill, h, table as rowsOf } from '/console/dom.js';
import { count } from '/console/format.js';
import { keepParameters, parameters, show, start } from '/console/page.js';
import { DATABASES, fullName, isFound, tableNamed, tablePath, tables } from '/console/schema.js';
import { showList } from '/console/list.js';
import { showRow } from '/console/row.js';

/** By the full names of tables, how many rows they had when they were counted. */
const counted = new Map();

async function showAll() {
  at('all').hidden = false;
  const all = (await Promise.all(DATABASES.map(tables))).flat();
  const name = at('name');
  name.value = parameters().get('name') ?? '';
  const matching = () => all.filter(table => table.name.toLowerCase().includes(name.value.trim().toLowerCase()));
  const draw = () => fill(at('databases'), matching().length === 0 ? h('p', { class: 'note' }, 'There is no table of that name.')
    : DATABASES.map(database => one(database, matching().filter(table => table.database === database))));
  name.addEventListener('input', () => {
    keepParameters({ name: name.value });
    draw();
  });
  at('named').addEventListener('submit', event => event.preventDefault());
  at('count-all').addEventListener('click', () => counting(at('count-all'), matching().filter(table => table.path !== null && !table.fault), draw));
  draw();
}

function one(database, shown) {
  return shown.length === 0 && at('name').value !== '' ? null : h('div', {}, h('h3', {}, database), rowsOf(`Tables of ${database}`, [
    { name: 'name', label: 'Table', value: table => table.path === null ? h('bdi', {}, table.name)
      : h('a', { href: tablePath(fullName(table)) }, h('bdi', {}, table.name)) },
    { name: 'kind', label: 'Kind', value: table => table.fault ? h('span', { class: 'bad' }, `cannot be read here: ${table.fault}`) : kind(table) },
    { name: 'columns', label: 'Columns', numeric: true, value: table => table.columns.length },
    { name: 'rows', label: 'Rows', numeric: true, value: table => counted.has(fullName(table)) ? counted.get(fullName(table)) : '' },
  ], shown, { mark: table => ({ 'data-table': fullName(table) }) }));
}

function kind(table) {
  return isFound(table) ? `${table.kind} of another program` : table.kind;
}

/** Counts one table after the other, as each may take a while. */
async function counting(button, all, draw) {
  button.disabled = true;
  show(null);
  for (const table of all) {
    try {
      const answer = await exact(query(table.path, { count: 'true', limit: 1 }));
      counted.set(fullName(table), count(BigInt(answer.total.digits)));
    } catch (e) {
      counted.set(fullName(table), h('span', { class: 'bad' }, e.message));
    }
    draw();
  }
  button.disabled = false;
}

start(async () => {
  const asked = parameters();
  if (!asked.has('table')) {
    return showAll();
  }
  const table = await tableNamed(asked.get('table'));
  document.title = `${fullName(table)} · ${document.title}`;
  return asked.has('key') ? showRow(table, asked.get('key')) : showList(table);
});
