// What can be taken away, as files.

import { answer, token } from '/console/rest.js';
import { fill, h } from '/console/dom.js';
import { bytes } from '/console/format.js';
import { show } from '/console/page.js';

const FORMATS = { csv: ['CSV', 'csv'], ecsv: ['ECSV', 'ecsv'], ndjson: ['NDJSON', 'ndjson'], votable: ['VOTable', 'vot'] };
/** What a page keeps in memory of a file that the browser cannot fetch by itself, as a link has no token. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * What saves a list in each form: links, as the browser then fetches it by itself, however long it is; with a token buttons.
 * @param pathOf gives the path of the list in a form
 */
export function exports(table, pathOf, status) {
  return Object.entries(FORMATS).map(([as, [label, ending]]) => saver(label, pathOf(as), `${table.name}.${ending}`, status));
}

/**
 * What saves the answer of a path under a name: a link, or with a token a button.
 * @param status where it says how far it is
 */
export function saver(label, path, name, status) {
  return token() === null ? h('a', { class: 'button', href: path, download: name }, label)
    : h('button', { type: 'button', onclick: event => saving(event.target, () => save(path, name, status)) }, label);
}

async function saving(button, action) {
  button.disabled = true;
  try {
    show(null);
    await action();
  } catch (e) {
    show(e);
  } finally {
    button.disabled = false;
  }
}

async function save(path, name, status) {
  const aborting = new AbortController();
  fill(status, 'It comes.');
  const file = await answer(path, '*/*', { signal: aborting.signal });
  const parts = [];
  let length = 0;
  for (const reader = file.body.getReader();;) {
    const { done, value } = await reader.read();
    if (done) {
      break;
    }
    parts.push(value);
    length += value.length;
    if (length > MOST_BYTES) {
      aborting.abort();
      fill(status, `It is longer than ${bytes(MOST_BYTES)}, which is more than a page can keep. This fetches it:`,
        h('pre', { tabindex: 0 }, `curl -f -o export -H "Authorization: Bearer $TOKEN" '${location.origin}${path}'`));
      return;
    }
  }
  const url = URL.createObjectURL(new Blob(parts, { type: file.headers.get('Content-Type') }));
  h('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
  fill(status, `${name}, ${bytes(length)}`);
}
