// What the views of the queue have in common: states, groups, and what operators do.

import { post, query } from '/console/rest.js';
import { h } from '/console/dom.js';
import { utc } from '/console/format.js';
import { show, words } from '/console/page.js';

export const STATES = ['collecting', 'pending', 'in_progress', 'completed', 'failed'];
const TONES = { completed: 'good', failed: 'bad' };

/** The name of a state for people; what is none stays as it is. */
export function named(state) {
  return state === null || state === undefined ? null : String(state).replace('_', ' ');
}

/** A state, in its colour. */
export function badge(state) {
  return state === null || state === undefined ? null : h('span', { class: TONES[state] ?? null }, named(state));
}

/** A change of a group's state. */
export function step({ from_state: from, to_state: to }) {
  return h('span', {}, from === null ? 'new: ' : `${named(from)} → `, to === null ? 'deleted' : badge(to));
}

/** A group's name, as a link to its page. */
export function groupLink(id) {
  return id === null || id === undefined ? null : h('a', { href: query('/console/group', { group_id: id }) }, id);
}

/** Unix seconds of the time that a group is called by; null where it is called otherwise. */
export function groupTime(id) {
  const seconds = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(id) ? Date.parse(`${id}Z`) / 1000 : NaN;
  return Number.isNaN(seconds) ? null : seconds;
}

/** Where a stretch of groups begins or ends, as somebody has written it: a blank behind a date stands before each time of that day. */
export function bound(text) {
  return text.trim().replace(/^(\d{4}-\d\d-\d\d) +(?=\d)/, '$1T');
}

/** A text of any length, of which two lines show. */
export function cut(text) {
  return text === null || text === undefined ? null : h('span', { class: 'cut' }, text);
}

/** Whether groups are given out; and if not, since when, by whom and why. */
export function dispatching({ paused, since, by, reason }) {
  return paused
    ? h('span', { class: 'warn' }, `Paused since ${utc(since)} UTC by ${by}: ${reason}`)
    : h('span', {}, 'Groups are given out to workers.');
}

/**
 * Puts an element or a text into one that is read out when it changes, or in which somebody may have selected something, if it says anything else
 * than what is there.
 */
export function tell(place, said) {
  if (place.textContent !== (said.textContent ?? said)) {
    place.replaceChildren(said);
  }
}

/** Says in a line of a form what a call was refused with; who has no token that is valid is asked for one. */
export function refused(line, problem) {
  if (problem.status === 401) {
    show(problem);
  } else {
    line.hidden = false;
    line.textContent = words(problem);
  }
}

/**
 * A form with a reason and a button for each thing that can be done for it. What refuses that is said in the form, in the service's words,
 * and changes nothing else.
 * @param actions each {label, path, body}: what is posted where, body made of the reason
 * @param done called with the answer
 */
export function steering(actions, done, { label = 'Reason' } = {}) {
  const reason = h('input', { name: 'reason', required: true, autocomplete: 'off', maxlength: 1000 });
  const line = h('p', { class: 'problem', role: 'alert', hidden: true });
  const buttons = actions.map(action => h('button', { type: 'submit' }, action.label));
  let busy = false;
  async function steer(event) {
    event.preventDefault();
    if (busy) {
      return;
    }
    const { path, body } = actions[buttons.indexOf(event.submitter ?? buttons[0])];
    busy = true;
    line.hidden = true;
    let answer;
    try {
      answer = await post(path, body(reason.value.trim()));
    } catch (e) {
      refused(line, e);
      return;
    } finally {
      busy = false;
    }
    reason.value = '';
    try {
      await done(answer);
    } catch (e) {
      show(e);
    }
  }
  return h('form', { class: 'filters steering', 'data-key': actions.map(action => action.path).join(' '), submit: steer },
    h('label', {}, label, reason), buttons, line);
}

/** Puts a form of steering into an element, unless the same is there, with what somebody has begun to write. Whoever was in the other is in this one. */
export function keepForm(element, form) {
  if (element.firstElementChild?.dataset.key !== form?.dataset.key) {
    const inside = element.contains(document.activeElement);
    element.replaceChildren(...(form === null ? [] : [form]));
    if (inside) {
      (element.querySelector('input') ?? document.getElementById('view')).focus({ preventScroll: true });
    }
  }
}
