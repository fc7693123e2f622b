// Plots over a numeric axis by uPlot, in the colours of the page, as wide as their places.

import { h } from '/console/dom.js';

const HEIGHT = 280;
const drawn = new Set();

/** A colour of the page's style, such as "accent". */
export function colour(name) {
  const probe = h('span', { class: 'probe', 'data-colour': name });
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

function options(given, width) {
  const line = colour('line');
  const text = colour('muted');
  const axis = { stroke: text, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 }, font: '12px system-ui', labelFont: '12px system-ui' };
  return {
    height: HEIGHT, cursor: { drag: { x: true, y: false } }, legend: { show: given.series.length > 2 }, ...given, width,
    axes: given.axes.map(own => ({ ...axis, ...own })),
  };
}

/**
 * Draws a plot into an element, in the place of what is there, and again when its width or the colours change. The canvas is described by a
 * text for who cannot see it; the numbers are to be had in a table or by the page's calls.
 * @param given makes uPlot's options: called anew for each drawing, as colours may be others; without width
 * @param data as uPlot takes it: an array of the x and one of each series
 * @return gives the chart as it is drawn now; null once the plot has left the page
 */
export function plot(element, description, given, data) {
  const place = h('div', { class: 'plot', role: 'img', 'aria-label': description });
  element.replaceChildren(place);
  endThoseThatLeft();
  let current = null;
  function draw() {
    current?.destroy();
    current = new uPlot(options(given(), place.clientWidth), data, place);
  }
  draw();
  let width = place.clientWidth;
  const observer = new ResizeObserver(() => {
    if (place.isConnected && place.clientWidth !== width) {
      width = place.clientWidth;
      current.setSize({ width, height: current.height });
    }
  });
  observer.observe(place);
  function end() {
    observer.disconnect();
    current.destroy();
    current = null;
  }
  drawn.add({ place, draw, end });
  return () => current;
}

/** The library keeps each chart, with its data, until it is destroyed. */
function endThoseThatLeft() {
  for (const one of drawn) {
    if (!one.place.isConnected) {
      drawn.delete(one);
      one.end();
    }
  }
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  for (const { place, draw } of drawn) {
    if (place.isConnected) {
      draw();
    }
  }
});
