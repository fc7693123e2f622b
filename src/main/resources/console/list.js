// The rows of one table: filters, orders, pages, columns, exports. All of it stands in the page's address under the names that the REST API has.

import { exact, joined } from '/console/rest.js';
import { at, fill, h, table as rowsOf } from '/console/dom.js';
import { count } from '/console/format.js';
import { latestOnly } from '/console/asking.js';
import { keepParameters, parameters, show, start } from '/console/page.js';
import { fullName, hasPositions, isFound, rowPath } from '/console/schema.js';
import { exports } from '/console/exports.js';
import { brief } from '/console/values.js';

const PAGE = '50';
const CONE = ['ra', 'dec', 'radius'];
const SEPARATION = { name: 'separation_deg', type: 'real', description: 'Distance from the position, degrees along a great circle' };
/** By the names that the REST API has for filters. */
const FILTERS = {
  eq: 'equals', ne: 'is not', lt: 'is less than', le: 'is at most', gt: 'is greater than', ge: 'is at least', in: 'is one of (a,b)',
  contains: 'contains', startswith: 'begins with', isnull: 'is NULL',
};
const OF_TEXTS = ['contains', 'startswith'];

/** The table that is shown; as is all below, of this page. */
let table;
let answer = null;
const asking = latestOnly();

export async function showList(shown) {
  table = shown;
  at('list').hidden = false;
  fill(at('list-title'), h('bdi', {}, fullName(table)));
  at('list-about').textContent = about();
  at('cone').hidden = !hasPositions(table);
  readForm();
  fill(at('columns'), choice());
  at('asked').addEventListener('submit', event => {
    event.preventDefault();
    change(entered());
  });
  at('add').addEventListener('click', () => {
    const added = filter({ column: table.columns[0]?.name, operator: 'eq', value: '' });
    at('filters').append(added);
    added.querySelector('select').focus();
  });
  at('first').addEventListener('click', () => change({ next: null }, at('next')));
  at('next').addEventListener('click', () => change({ next: answer.next }, at('first')));
  at('limit').addEventListener('change', () => change({ limit: at('limit').value, next: null }));
  at('count').addEventListener('click', total);
  await draw();
}

function about() {
  const kind = `A ${table.kind}${isFound(table) ? ' of another program' : ''} with ${table.columns.length} columns. `;
  const key = table.key.length === 0 ? 'Its rows have no key.' : `Its key is ${table.key.join(', ')}.`;
  return table.fault ? `It cannot be read here: ${table.fault}` : kind + key;
}

/** Names of parameters of this page that are no filters. */
function isOwn(name) {
  return ['table', 'key', 'fields', 'order', 'limit', 'next', 'as', 'count', 'filter'].includes(name) || (hasPositions(table) && CONE.includes(name));
}

/** The filters of the page's address, as far as they are of columns of the table. */
function filters() {
  const all = [];
  for (const [name, value] of parameters()) {
    const end = value.indexOf('=');
    const [parameter, text] = name === 'filter' && end > 0 ? [value.slice(0, end), value.slice(end + 1)] : isOwn(name) ? [null, null] : [name, value];
    const last = parameter?.lastIndexOf('__') ?? -1;
    if (parameter !== null && column(parameter) !== undefined) {
      all.push({ column: parameter, operator: 'eq', value: text });
    } else if (last > 0 && column(parameter.slice(0, last)) !== undefined && parameter.slice(last + 2) in FILTERS) {
      all.push({ column: parameter.slice(0, last), operator: parameter.slice(last + 2), value: text });
    }
  }
  return all;
}

function column(name) {
  return table.columns.find(one => one.name === name);
}

function readForm() {
  fill(at('filters'), filters().map(filter));
  CONE.forEach(name => {
    at(name).value = hasPositions(table) ? parameters().get(name) ?? '' : '';
  });
  const limit = parameters().get('limit') ?? PAGE;
  if (![...at('limit').options].some(option => option.value === limit)) {
    at('limit').append(h('option', {}, limit));
  }
  at('limit').value = limit;
}

/** What asks for one filter: a column, an operator and a value. */
function filter(given) {
  const value = h('span', {});
  const columns = h('select', { 'data-part': 'column', onchange: () => operators() }, table.columns.map(one =>
    h('option', { value: one.name, selected: one.name === given.column }, one.name)));
  const operator = h('select', { 'data-part': 'operator', onchange: () => values(null) });
  function operators() {
    const { type } = column(columns.value);
    const kept = operator.value === '' ? given.operator : operator.value;
    const possible = Object.entries(FILTERS).filter(([name]) => !OF_TEXTS.includes(name) || type === 'text' || type === 'any' || name === given.operator);
    fill(operator, possible.map(([name, label]) => h('option', { value: name, selected: name === kept }, label)));
    values(value.querySelector('[data-part=value]')?.value ?? given.value);
  }
  function values(text) {
    const old = value.querySelector('[data-part=value]');
    const asksForNull = operator.value === 'isnull';
    if (old === null || asksForNull !== (old.tagName === 'SELECT')) {
      const given = text ?? '';
      fill(value, asksForNull
        ? h('select', { 'data-part': 'value' }, ['true', 'false', ...(['', 'true', 'false'].includes(given) ? [] : [given])].map(one =>
          h('option', { selected: one === given }, one)))
        : h('input', { 'data-part': 'value', value: given, autocomplete: 'off', spellcheck: 'false' }));
    }
  }
  const element = h('div', { class: 'filters', role: 'group', 'aria-label': 'A filter' },
    h('label', {}, 'Column', columns), h('label', {}, 'Filter', operator), h('label', {}, 'Value', value),
    h('button', { type: 'button', onclick: () => {
      element.remove();
      at('add').focus();
    } }, 'Remove'));
  operators();
  return element;
}

/** What the form asks for, as changes of the page's address: filters that were there before and are no more are taken away. */
function entered() {
  const changed = { next: null, filter: null };
  for (const name of parameters().keys()) {
    if (!isOwn(name)) {
      changed[name] = null;
    }
  }
  for (const element of at('filters').children) {
    const part = name => element.querySelector(`[data-part=${name}]`).value;
    const name = `${part('column')}__${part('operator')}`;
    changed[name] = [...(changed[name] ?? []), part('value')];
  }
  if (hasPositions(table)) {
    CONE.forEach(name => {
      changed[name] = at(name).value.trim();
    });
  }
  return changed;
}

/** Changes the page's address, and shows what it asks for. The element that had the focus has it still, or another one where it is of no use any more. */
async function change(changed, instead) {
  const active = document.activeElement;
  const ordered = active?.dataset.order;
  keepParameters(changed);
  await start(draw);
  if (ordered !== undefined) {
    [...document.querySelectorAll('[data-order]')].find(button => button.dataset.order === ordered)?.focus();
  } else if (active?.disabled) {
    instead?.focus();
  } else if (document.activeElement === document.body && active?.isConnected) {
    active.focus();
  }
}

/** What is asked of the REST API: what the page's address says, as it stands. */
function asked(without = []) {
  const all = parameters();
  ['table', 'key', 'as', 'count', ...without].forEach(name => all.delete(name));
  return all;
}

function path(all) {
  return all.size === 0 ? table.path : `${table.path}?${all}`;
}

/** The columns that are shown, in their order. */
function shown() {
  const names = split(parameters().get('fields') ?? '');
  const chosen = names.length === 0 ? table.columns : names.map(name => column(name) ?? (name === SEPARATION.name ? SEPARATION : undefined)).filter(one => one !== undefined);
  return isCone() && !names.includes(SEPARATION.name) ? [...chosen, SEPARATION] : chosen;
}

function isCone() {
  return hasPositions(table) && CONE.some(name => parameters().has(name));
}

/** The parts of a text between commas, but for those behind a backslash. */
function split(text) {
  return text === '' ? [] : [...`${text},`.matchAll(/((?:\\[\\,]|[^,])*),/g)].map(([, part]) => part.replace(/\\([\\,])/g, '$1'));
}

function draw() {
  show(null);
  const all = asked();
  if (all.has('fields')) {
    const named = split(all.get('fields'));
    const missing = table.key.filter(name => !named.includes(name));
    all.set('fields', joined([...named, ...missing, ...(isCone() && !named.includes(SEPARATION.name) ? [SEPARATION.name] : [])]));
  }
  if (!all.has('limit')) {
    all.set('limit', PAGE);
  }
  fill(at('exports'), exports(table, as => {
    const whole = asked(['limit', 'next']);
    whole.set('as', as);
    return path(whole);
  }, at('export-said')));
  // Of rows that are not there yet it is not known what comes next.
  at('next').disabled = true;
  return asking(() => exact(path(all)), given => {
    answer = given;
    at('first').disabled = !all.has('next');
    at('next').disabled = answer.next === null;
    at('said').textContent = said(all);
    fill(at('rows'), rowsOf(`Rows of ${fullName(table)}`, heads(), answer.items, { empty: 'No row matches.' }));
  });
}

function said(all) {
  const rows = `${count(answer.items.length)} ${answer.items.length === 1 ? 'row' : 'rows'}`;
  return `${rows}${all.has('next') ? ', others before them' : ''}${answer.next === null ? '; no more' : '; more follow'}.`;
}

function heads() {
  const [first] = split(parameters().get('order') ?? '');
  const columns = shown();
  const keyed = columns.find(one => table.key.includes(one.name));
  const link = row => rowPath(table, row);
  const all = columns.map(one => ({
    name: one.name,
    label: head(one, first),
    numeric: one.type === 'integer' || one.type === 'real',
    sort: first === one.name ? 'ascending' : first === `-${one.name}` ? 'descending' : 'none',
    value: row => h('span', {}, one === keyed ? h('a', { href: link(row) }, brief(one, row)) : brief(one, row)),
  }));
  return keyed !== undefined || table.key.length === 0 ? all
    : [{ name: '', label: 'Row', value: row => h('a', { href: link(row) }, table.key.flatMap(name => [' ', ...brief(column(name), row)])) }, ...all];
}

/** A column's name, by which rows are put in its order, then backwards, then as they came. */
function head(one, first) {
  const [order, sign] = first === one.name ? [`-${one.name}`, '▲'] : first === `-${one.name}` ? [null, '▼'] : [one.name, ''];
  return h('button', { type: 'button', class: 'order', 'data-order': one.name, onclick: () => change({ order: order === null ? null : joined([order]), next: null }) },
    h('bdi', {}, one.name), sign === '' ? null : h('span', { 'aria-hidden': 'true' }, ` ${sign}`));
}

async function total() {
  at('count').disabled = true;
  try {
    show(null);
    const all = asked(['next', 'order', 'fields']);
    all.set('limit', '1');
    all.set('count', 'true');
    const { total: rows } = await exact(path(all));
    at('said').textContent = `${count(BigInt(rows.digits))} ${rows.digits === '1' ? 'row matches' : 'rows match'}.`;
  } catch (e) {
    show(e);
  } finally {
    at('count').disabled = false;
  }
}

/** The columns with what they mean, and which of them are shown. */
function choice() {
  const chosen = new Set(shown().map(one => one.name));
  const boxes = new Map(table.columns.map(one => [one.name, h('input', { type: 'checkbox', 'aria-label': `Show ${one.name}`, checked: chosen.has(one.name), onchange: chose })]));
  function chose() {
    const names = table.columns.map(one => one.name).filter(name => boxes.get(name).checked);
    change({ fields: names.length === table.columns.length ? null : joined(names) });
  }
  const kept = table.key.length > 0 ? table.key : table.columns.slice(0, 1).map(one => one.name);
  const set = checked => () => {
    boxes.forEach((box, name) => {
      box.checked = checked || kept.includes(name);
    });
    chose();
  };
  return [
    h('p', { class: 'buttons' }, h('button', { type: 'button', onclick: set(true) }, 'Show all'),
      h('button', { type: 'button', onclick: set(false) }, 'Show the fewest')),
    rowsOf(`Columns of ${fullName(table)}`, [
      { name: 'shown', label: 'Shown', value: one => boxes.get(one.name) },
      { name: 'name', label: 'Column', value: one => h('bdi', {}, one.name) },
      { name: 'type', label: 'Type' },
      { name: 'description', label: 'What it is', value: one => h('bdi', {}, one.description) },
    ], table.columns),
  ];
}
