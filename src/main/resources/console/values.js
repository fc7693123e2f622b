// Values as they are stored: texts are texts, numbers have the digits that the service sends.

import { Digits } from '/console/rest.js';
import { h } from '/console/dom.js';
import { utc } from '/console/format.js';
import { seconds, stored } from '/console/schema.js';

const SHORT = 120;
const INLINE = 200;

/** What a list shows of a row's value: a long text from its beginning. */
export function brief(column, row) {
  const { value } = stored(row, column.name);
  const time = seconds(column, value);
  return [
    typeof value === 'string' && value.length > SHORT ? h('bdi', {}, `${value.slice(0, SHORT)}…`) : plain(value),
    time === null ? null : h('span', { class: 'note time' }, utc(time)),
  ];
}

/** All of a row's value, with what it means. */
export function whole(column, row) {
  const { value, note } = stored(row, column.name);
  const time = seconds(column, value);
  return [
    typeof value === 'string' && (value.length > INLINE || value.includes('\n')) ? h('pre', { tabindex: 0, dir: 'auto' }, value) : plain(value),
    note === null ? null : h('span', { class: 'note' }, ` (${note})`),
    time === null ? null : h('span', { class: 'note time' }, ` ${utc(time)} UTC`),
    typeof value === 'string' && isJson(value) ? indenting(value) : null,
  ];
}

function plain(value) {
  if (value === null || value === undefined) {
    return h('span', { class: 'null' }, 'NULL');
  }
  if (value === '') {
    return h('span', { class: 'null' }, 'empty text');
  }
  return value instanceof Digits ? value.digits : h('bdi', { class: 'text' }, typeof value === 'string' ? value : JSON.stringify(value));
}

function isJson(text) {
  if (!/^\s*[[{]/.test(text)) {
    return false;
  }
  try {
    JSON.parse(text);
    return true;
  } catch (e) {
    if (e instanceof SyntaxError) {
      return false;
    }
    throw e;
  }
}

/** A button that shows JSON with a line for each value below it, and takes that away again. */
function indenting(json) {
  const place = h('pre', { tabindex: 0, hidden: true });
  const button = h('button', { type: 'button', 'aria-pressed': 'false', onclick: () => {
    place.hidden = !place.hidden;
    place.textContent = place.hidden ? '' : indented(json);
    button.setAttribute('aria-pressed', String(!place.hidden));
  } }, 'Indent the JSON');
  return h('div', {}, button, place);
}

/** Valid JSON with a line for each value; texts and numbers as they stand. */
function indented(json) {
  let depth = 0;
  const line = () => `\n${'  '.repeat(depth)}`;
  let inText = false;
  return json.replace(/\\.|"|[[{]\s*[\]}]|[[{]|[\]}]|,|:|\s+/g, token => {
    inText = token === '"' ? !inText : inText;
    if (inText || token === '"') {
      return token;
    }
    if (token === '[' || token === '{') {
      depth++;
      return token + line();
    }
    if (token === ']' || token === '}') {
      depth--;
      return line() + token;
    }
    return token === ',' ? token + line() : token === ':' ? ': ' : token.replace(/\s/g, '');
  });
}
