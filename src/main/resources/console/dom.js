// Elements, made of texts: nothing that comes from a database is ever read as HTML.

/**
 * An element with attributes and children. An attribute that is a function listens to the event of its name without "on"; false, null and
 * undefined leave an attribute out. Children are elements, texts and numbers; null and undefined are left out.
 */
export function h(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same of SVG. Colours come by classes, or as attributes such as fill: the page's policy lets no style attribute in. */
export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element.addEventListener(key.replace(/^on/, ''), value);
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(key, value === true ? '' : value);
    }
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined));
  return element;
}

/** The element of an id, which the page has. */
export function at(id) {
  return document.getElementById(id);
}

/**
 * Puts children in the place of those that an element has. Whoever is on one of them by keyboard is on the same one afterwards, and what is
 * scrolled stays so.
 */
export function fill(element, ...children) {
  const active = document.activeElement;
  const focused = active !== element && element.contains(active) ? mark(active) : null;
  const scrolled = [...element.querySelectorAll('.scroll')].map(box => [mark(box), box.scrollTop, box.scrollLeft]);
  element.replaceChildren(...children.flat().filter(child => child !== null && child !== undefined));
  for (const [box, top, left] of scrolled) {
    marked(element, box)?.scrollTo(left, top);
  }
  if (focused !== null) {
    marked(element, focused)?.focus({ preventScroll: true });
  }
}

/** As {@link fill}, but what is the same stays, and so what somebody has selected of it; for children of which none listens to anything. */
export function renew(element, ...children) {
  const next = h('div', {}, ...children);
  if (element.childNodes.length !== next.childNodes.length || [...next.childNodes].some((child, i) => !child.isEqualNode(element.childNodes[i]))) {
    fill(element, ...next.childNodes);
  }
}

/** What stays the same of an element when it is made anew. */
function mark(element) {
  const { id, tagName, textContent } = element;
  return `${tagName} ${id || (element.getAttribute('href') ?? element.getAttribute('name') ?? element.getAttribute('aria-label') ?? textContent)}`;
}

function marked(element, text) {
  return [...element.querySelectorAll('a, button, input, select, summary, [tabindex]')].find(one => mark(one) === text);
}

/**
 * A table of rows, in a box that scrolls by itself. A column is {name, label, numeric, line, sort, value}: value gives the text or the element of a row, and
 * by default what the row has under the column's name; where line is true, it stands on one line; sort is what aria-sort says of the column.
 */
export function table(caption, columns, rows, { empty = 'None.', mark } = {}) {
  if (rows.length === 0) {
    return h('p', { class: 'note' }, empty);
  }
  return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `Table: ${caption}` },
    h('table', {},
      h('caption', {}, caption),
      h('thead', {}, h('tr', {}, columns.map(column =>
        h('th', { scope: 'col', class: look(column), 'aria-sort': column.sort }, column.label ?? column.name)))),
      h('tbody', {}, rows.map(row => h('tr', mark?.(row) ?? {}, columns.map(column =>
        h('td', { class: look(column) }, cell(column, row))))))));
}

function look(column) {
  return column.numeric ? 'numeric' : column.line ? 'line' : null;
}

function cell(column, row) {
  const value = column.value ? column.value(row) : row[column.name];
  return value === null || value === undefined ? h('span', { class: 'null' }, '–') : typeof value === 'object' ? value : String(value);
}

/** A number and what it is, large. */
export function card(label, value, { note, href, tone } = {}) {
  const name = h('span', { class: 'label' }, label);
  return h(href ? 'a' : 'div', { class: 'card', href, 'data-tone': tone, 'data-name': label }, h('span', { class: 'value' }, value), name,
    note ? h('span', { class: 'note' }, note) : null);
}
