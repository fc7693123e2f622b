// How pages ask for what they show: by a state that may be another one when the answer comes, and with little that the service has to read.

import { get } from '/console/rest.js';
import { keepParameters, show, start } from '/console/page.js';

/** Windows of time that a page may show, in days; beside these there is "all". */
export const SPANS = { day: 1, week: 7, month: 30, year: 365 };

/** The name of a window as the page's address says it, or the usual one where it says none that there is. */
export function spanOf(name, usual) {
  return name === 'all' || Object.hasOwn(SPANS, name) ? name : usual;
}

/** Shows which of the buttons of windows is chosen. */
export function pressSpan(span) {
  for (const button of document.querySelectorAll('#zoom button[value]')) {
    button.setAttribute('aria-pressed', String(button.value === span));
  }
}

/**
 * The first row of each value that a column has, the values in order: each is found from the one before it, by an index, however many rows there are.
 * @param fields of the rows, the column among them
 * @param order beginning with the column
 */
export async function firstOfEach(path, column, { fields, order, most }) {
  const found = [];
  while (found.length < most) {
    const last = found.at(-1)?.[column];
    // Of a query no value is left out here, as a text may be empty; what is NULL comes before all others.
    const after = last === undefined ? [] : last === null ? [[`${column}__isnull`, 'false']] : [[`${column}__gt`, last]];
    const { items } = await get(`${path}?${new URLSearchParams([['fields', fields], ['order', order], ['limit', 1], ...after])}`);
    if (items.length === 0) {
      break;
    }
    found.push(items[0]);
  }
  return found;
}

/**
 * Of questions that take one another's place.
 * @return asks, and draws the answer unless another question has been asked since, whose answer alone counts then, as does its failure; gives
 *   whether this was the latest
 */
export function latestOnly() {
  let latest = 0;
  return async (ask, draw) => {
    const own = ++latest;
    let answer;
    try {
      answer = await ask();
    } catch (e) {
      if (own === latest) {
        throw e;
      }
      return false;
    }
    if (own === latest) {
      draw(answer);
    }
    return own === latest;
  };
}

/**
 * A view of a state that the page's address has.
 * @param state changed in its place
 * @param parameters gives what stands in the address of the state
 * @param parts of the view, as pairs: what asks for what the state says, and what draws that
 * @return refresh asks for all anew, and ends when what was asked for last is drawn; change changes the state, and then does so
 */
export function viewOf(state, parameters, parts) {
  let latest = null;
  function refresh() {
    const draw = async ([ask, drawn]) => {
      const answer = await ask();
      if (latest === mine) {
        drawn(answer);
      }
    };
    const mine = Promise.all(parts.map(draw)).then(() => latest === mine ? null : latest, e => {
      if (latest === mine) {
        throw e;
      }
      return latest;
    });
    latest = mine;
    return mine;
  }
  function change(changes) {
    Object.assign(state, changes);
    keepParameters(parameters());
    return start(async () => {
      await refresh();
      show(null);
    });
  }
  return { refresh, change };
}
