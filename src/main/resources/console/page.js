// What all pages have: the token, problems, the calls that were made, and data that is asked for again and again.

import { calls, keepToken, Problem, token } from '/console/rest.js';
import { at, h } from '/console/dom.js';

const dialog = at('ask');
/** What stands there, or null. */
let shown = null;

/** Shows why something went wrong, above the view; null takes it away. Who has no token, or none that is valid, is asked for one. */
export function show(problem) {
  const line = at('problem');
  shown = problem;
  line.hidden = problem === null;
  if (problem === null) {
    line.textContent = '';
    return;
  }
  if (!(problem instanceof Problem)) {
    console.error(problem);
  }
  line.textContent = words(problem);
  if (problem.status === 401) {
    ask(token() === null ? '' : problem.message);
  }
}

/** Takes a problem away, unless another has been shown since. */
export function settle(problem) {
  if (problem === shown) {
    show(null);
  }
}

/** What a problem says, and of which fields. */
export function words(problem) {
  const said = problem.violations?.map(({ field, message }) => `${field} ${message}`).filter(text => !problem.message.includes(text)) ?? [];
  return [problem.message, ...said].join('; ');
}

function ask(why) {
  if (!dialog.open) {
    at('ask-why').textContent = why;
    dialog.showModal();
  }
}

/** Runs what shows a view, and shows what it fails with. */
export async function start(view) {
  document.body.dataset.state = 'loading';
  try {
    await view();
    document.body.dataset.state = 'ready';
  } catch (e) {
    show(e);
    document.body.dataset.state = 'failed';
  }
}

/**
 * Does something now and every so many seconds, as long as the page is looked at. A failure shows, and the next success takes that
 * one away.
 * @return does it anew at once: after what was begun before, and may have seen an older state
 */
export function repeat(seconds, action) {
  let timer;
  let running = null;
  let failure = null;
  async function run() {
    clearTimeout(timer);
    try {
      await action();
      settle(failure);
      failure = null;
    } catch (e) {
      failure = e;
      show(e);
      if (e.status === 401) {
        return;
      }
    } finally {
      running = null;
    }
    if (!document.hidden) {
      timer = setTimeout(now, seconds * 1000);
    }
  }
  function now() {
    running ??= run();
    return running;
  }
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) {
      now();
    }
  });
  return async () => {
    await running;
    return now();
  };
}

/** Does things beside one another, and fails, once all have ended, with what the first of them fails with that does. */
export async function together(...actions) {
  const failed = (await Promise.allSettled(actions.map(action => action()))).find(({ status }) => status === 'rejected');
  if (failed !== undefined) {
    throw failed.reason;
  }
}

/** The parameters of the page's own address. */
export function parameters() {
  return new URLSearchParams(location.search);
}

/**
 * Puts parameters into the page's own address, so that it can be handed on; those that are null or empty are taken away. An array stands there as
 * often as it has values, whatever they are.
 */
export function keepParameters(changed) {
  const all = parameters();
  for (const [name, value] of Object.entries(changed)) {
    all.delete(name);
    if (Array.isArray(value)) {
      value.forEach(one => all.append(name, one));
    } else if (value !== null && value !== undefined && value !== '') {
      all.set(name, value);
    }
  }
  history.replaceState(null, '', all.size === 0 ? location.pathname : `${location.pathname}?${all}`);
}

const lines = new Map();

/** A call as somebody can make it: a link cannot carry a token. */
calls.addEventListener('call', ({ detail: { method, path, instead } }) => {
  const text = method === 'GET' ? path : `${method} ${path}`;
  const isLink = method === 'GET' && token() === null;
  const authorization = token() === null ? '' : '-H "Authorization: Bearer $TOKEN" ';
  const line = h('li', {}, isLink ? h('a', { href: path }, text) : text,
    h('code', {}, `curl -s ${method === 'GET' ? '' : `-X ${method} `}${authorization}'${location.origin}${path}'`));
  if (lines.has(instead)) {
    lines.get(instead).replaceWith(line);
    lines.delete(instead);
  } else {
    at('calls').querySelector('ul').append(line);
  }
  lines.set(`${method} ${path}`, line);
});

for (const link of document.querySelectorAll('[data-tokenless]')) {
  link.hidden = token() !== null;
}
at('token').hidden = token() === null;
at('token').addEventListener('click', () => ask(''));
dialog.addEventListener('close', () => {
  const entered = at('ask-token').value.trim();
  at('ask-token').value = '';
  if (dialog.returnValue === 'forget' || (dialog.returnValue === 'enter' && entered !== '')) {
    keepToken(dialog.returnValue === 'forget' ? null : entered);
    location.reload();
  } else {
    // Whoever has put the question away can have it again.
    at('token').hidden = false;
  }
});
