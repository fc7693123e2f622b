// A scale of colours for a number, of which equal steps look equally great: its lightness in OKLab is even. What is greatest stands out most from the page.

import { h } from '/console/dom.js';
import { extent } from '/console/format.js';

const STOPS = 24;
const LIGHT = { from: { l: 0.78, hue: 205, chroma: 0.09 }, to: { l: 0.38, hue: 345, chroma: 0.17 } };
const DARK = { from: { l: 0.5, hue: 265, chroma: 0.13 }, to: { l: 0.92, hue: 95, chroma: 0.16 } };

function isDark() {
  return matchMedia('(prefers-color-scheme: dark)').matches;
}

/** The colour of a part, from 0 to 1, of the scale. */
export function shade(part) {
  const { from, to } = isDark() ? DARK : LIGHT;
  const at = Math.min(1, Math.max(0, part));
  // On a light page from blue over violet to red, in the dark from blue over green to yellow.
  const [l, chroma, hue] = ['l', 'chroma', 'hue'].map(name => (from[name] + at * (to[name] - from[name])).toFixed(3));
  return `oklch(${l} ${chroma} ${hue})`;
}

/** A scale over the logarithm of positive numbers: gives the colour of each, the least one that of what is not positive. */
export function logScale(values) {
  const logs = values.filter(value => typeof value === 'number' && value > 0).map(Math.log10);
  const [least, greatest] = logs.length === 0 ? [0, 1] : extent(logs);
  return {
    least: 10 ** least,
    greatest: 10 ** greatest,
    of: value => shade(typeof value === 'number' && value > 0 && greatest > least ? (Math.log10(value) - least) / (greatest - least) : 0),
  };
}

/** A legend: what the scale is of, and the colours between the numbers at its ends. */
export function legend(name, scale, text) {
  const bar = h('canvas', { width: STOPS, height: 1, class: 'scale', 'aria-hidden': 'true' });
  paint(bar);
  return h('p', { class: 'legend' }, h('span', {}, name), h('span', { class: 'note' }, text(scale.least)), bar,
    h('span', { class: 'note' }, text(scale.greatest)));
}

/** Draws the colours of a legend, anew where those of the page have changed. */
export function paint(bar) {
  const context = bar.getContext('2d');
  for (let i = 0; i < STOPS; i++) {
    context.fillStyle = shade(i / (STOPS - 1));
    context.fillRect(i, 0, 1, 1);
  }
}
