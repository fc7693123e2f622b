// The REST API of this service, with the token of this tab, and which calls a page has made.

const KEY = 'contimg-db-token';
const MOST_CALLS = 30;

/** An answer that is no success: its status, and what the problem details of the service say. */
export class Problem extends Error {
  constructor(status, body, path) {
    super(body?.detail ?? body?.title ?? `the service answered ${status}`);
    this.status = status;
    this.violations = body?.violations ?? [];
    this.path = path;
  }
}

/**
 * Told each method and path, without its host, that a page has asked for, once. Where there are many, a call stands for the one that was made
 * longest ago of those that differ from it in values of parameters only: instead is that one's method and path.
 */
export const calls = new EventTarget();
/** By method and path the same without values, the latest call last. */
const known = new Map();

function note(method, path) {
  const call = `${method} ${path}`;
  const kind = call.replace(/=[^&]*/g, '=');
  const isNew = !known.delete(call);
  const [instead] = isNew && known.size >= MOST_CALLS ? [...known].find(([, other]) => other === kind) ?? [] : [];
  known.delete(instead);
  known.set(call, kind);
  if (isNew) {
    calls.dispatchEvent(new CustomEvent('call', { detail: { method, path, instead } }));
  }
}

export function token() {
  return sessionStorage.getItem(KEY);
}

/** Keeps a token for this tab; null forgets it. */
export function keepToken(value) {
  if (value === null) {
    sessionStorage.removeItem(KEY);
  } else {
    sessionStorage.setItem(KEY, value);
  }
}

/** The headers with the token; a problem as of one that is not valid where it has what no header can have. */
function authorized(headers, path) {
  try {
    return new Headers(token() === null ? headers : { ...headers, Authorization: `Bearer ${token()}` });
  } catch {
    throw new Problem(401, { detail: 'The token has a character that no token has.' }, path);
  }
}

/** The answer, whatever it says; a problem with the status 0 where none comes. */
async function ask(path, options) {
  try {
    return await fetch(path, { ...options, cache: 'no-store' });
  } catch (e) {
    throw options.signal?.aborted ? e : new Problem(0, { detail: 'The service does not answer.' }, path);
  }
}

async function send(method, path, { body, accept = 'application/json', signal } = {}) {
  note(method, path);
  const headers = authorized({ Accept: accept, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) }, path);
  const answer = await ask(path, { method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body) });
  if (!answer.ok) {
    const text = await answer.text();
    throw new Problem(answer.status, answer.headers.get('Content-Type')?.includes('json') ? JSON.parse(text) : null, path);
  }
  return answer;
}

/** The answer to GET of a path, whose body is still to be read. */
export async function answer(path, accept, options) {
  return send('GET', path, { ...options, accept });
}

/** What GET of a path gives, as JSON. */
export async function get(path, options) {
  return (await send('GET', path, options)).json();
}

/** What GET of a path gives, as text of a media type. */
export async function text(path, accept, options) {
  return (await answer(path, accept, options)).text();
}

/** A number as the service has written it: JSON.parse would round integers beyond 2^53, and make 7 of 7.0. */
export class Digits {
  constructor(digits) {
    this.digits = digits;
  }

  toString() {
    return this.digits;
  }
}

/** What GET of a path gives, as JSON with {@link Digits} in place of numbers. */
export async function exact(path, options) {
  const json = await text(path, 'application/json', options);
  let inText = false;
  // Before it is read each text has a letter in front, and each number is a text with another one. Escapes are looked at one by one, as a pattern
  // of whole texts takes a stack as long as they are.
  return JSON.parse(json.replace(/\\.|"|-?\d[\d.eE+-]*/g, token => {
    if (token === '"') {
      inText = !inText;
      return inText ? '"t' : '"';
    }
    return inText ? token : `"n${token}"`;
  }), restored);
}

function restored(name, value) {
  return typeof value === 'string'
    ? value.startsWith('n') ? new Digits(value.slice(1)) : value.slice(1)
    : value !== null && value.constructor === Object ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key.slice(1), one])) : value;
}

/** What POST of a body gives, as JSON. */
export async function post(path, body) {
  return (await send('POST', path, { body })).json();
}

/** The probes of health, which answer 503 where something is down. */
export async function health() {
  const path = '/q/health/ready';
  note('GET', path);
  return (await ask(path, {})).json();
}

/** A text as one segment of a path, also within the quotes of a shell. */
export function segment(text) {
  return encodeURIComponent(text).replace(/[!'()*]/g, one => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Whether a text can be a segment of a path: a browser takes dots for a way to another path, however they are encoded, and the service refuses them. */
export function isSegment(text) {
  return !['', '.', '..'].includes(text);
}

/** A path with parameters; those that are undefined, null or empty are left out, and an array is sent as often as it has values. */
export function query(path, parameters) {
  const all = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') {
        all.append(name, one);
      }
    }
  }
  return all.size === 0 ? path : `${path}?${all}`;
}

/** Texts as a list of one parameter has them: between commas, with a backslash before a comma or a backslash that belongs to a text. */
export function joined(texts) {
  return texts.map(text => text.replace(/[\\,]/g, '\\$&')).join(',');
}

/** The rows of a list as they come, all pages of it up to a number of rows. */
export async function rows(path, most, options) {
  const all = [];
  const url = new URL(path, location.origin);
  for (;;) {
    const page = await get(url.pathname + url.search, options);
    all.push(...page.items);
    if (page.next === null || all.length >= most) {
      return all.slice(0, most);
    }
    url.searchParams.set('next', page.next);
  }
}

/** Statuses of a service that may answer soon: that does not answer at all, or that a proxy in front of it does not reach. */
const PASSING = [0, 502, 503, 504];

/**
 * Server-sent events: calls the listener with the data of each, parsed as JSON, until the signal is given. A connection that ends is opened again
 * after the last event that came, or, where the service knows of no such event, with what is new. It fails with what else is refused, and
 * with what the listener fails with. (EventSource cannot send a token.)
 * @param last the number of an event: those after it come first; left out, only what is new comes
 */
export async function events(path, signal, listener, last) {
  while (!signal.aborted) {
    let stream = null;
    try {
      stream = (await send('GET', query(path, { last_event_id: last }), { accept: 'text/event-stream', signal })).body;
    } catch (e) {
      if (signal.aborted) {
        return;
      }
      if (e.status === 400 && last !== undefined) {
        last = undefined;
      } else if (!PASSING.includes(e.status)) {
        throw e;
      }
    }
    if (stream !== null) {
      for await (const event of parsed(stream.pipeThrough(new TextDecoderStream()))) {
        if (signal.aborted) {
          return;
        }
        last = event.id ?? last;
        listener(JSON.parse(event.data));
      }
    }
    await new Promise(resolve => setTimeout(resolve, 2000));
  }
}

/** Lines end as the sender likes; a return at the end of what has come may be half of such an end. */
const LINE_END = /\r\n|\n|\r(?!$)/;

/** A connection that breaks ends as one does that is closed; whoever listens to no more events closes it. */
async function* parsed(stream) {
  const reader = stream.getReader();
  const next = () => reader.read().catch(() => ({ done: true }));
  let rest = '';
  let event = {};
  try {
    for (let piece = await next(); !piece.done; piece = await next()) {
      const lines = (rest + piece.value).split(LINE_END);
      rest = lines.pop();
      for (const line of lines) {
        if (line !== '') {
          take(event, line);
        } else {
          if (event.data !== undefined && event.data !== '') {
            yield event;
          }
          event = {};
        }
      }
    }
  } finally {
    // Of a stream that has broken it fails with the same again.
    reader.cancel().catch(() => {});
  }
}

/** A line of an event: its name, and its value after a colon; a comment has no name, and data may have several lines. */
function take(event, line) {
  const colon = line.indexOf(':');
  const name = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
  if (name !== '') {
    event[name] = name === 'data' && event.data !== undefined ? `${event.data}\n${value}` : value;
  }
}
