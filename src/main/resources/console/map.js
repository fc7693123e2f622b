// The whole sky in Mollweide's projection (equal areas), right ascension to the left, 180 degrees in the middle.

import { colour } from '/console/plot.js';
import { h } from '/console/dom.js';

const RADIANS = Math.PI / 180;
const GRID_DEGREES = 30;
const MARGIN = 30;
const POINT_PIXELS = 4;
/** On a map that is narrower than this points are smaller. */
const WIDE_PIXELS = 900;
/** How near the pointer must come to a point, pixels. */
const NEAR_PIXELS = 14;
/** Degrees of declination after which the edge of a cell bends. */
const BEND_DEGREES = 3;
/** The meridian of 360 degrees is the left edge, and that of 0 the right one. */
const LEFT_EDGE = 360 - 1e-9;

/** Where a position is on a sky that is 4 wide and 2 high, from its middle to the right and down. The right ascension is from 0 to below 360. */
export function project(ra, dec) {
  const angle = auxiliary(dec * RADIANS);
  return { x: (180 - ra) / 90 * Math.cos(angle), y: -Math.sin(angle) };
}

/** The angle t with 2 t + sin 2 t = pi sin dec, by Newton's method (J. P. Snyder, Map Projections, USGS Professional Paper 1395, 1987, page 251). */
function auxiliary(dec) {
  if (Math.abs(dec) > 89.99 * RADIANS) {
    return Math.sign(dec) * Math.PI / 2;
  }
  let twice = 2 * dec;
  for (let change = 1, i = 0; Math.abs(change) > 1e-6 && i < 30; i++) {
    change = (twice + Math.sin(twice) - Math.PI * Math.sin(dec)) / (1 + Math.cos(twice));
    twice -= change;
  }
  return twice / 2;
}

/**
 * Draws a map into an element, and again when its width or the colours of the page change.
 * @param description for who cannot see it
 * @param chosen is told which point is pointed at, tapped, or come to by the arrow keys
 * @return show(cells, points, rings) puts others onto it: cells {raMin, raMax, decMin, decMax, part}, with part from 0 to 1; points {ra, dec, colour},
 *     the last on top, where colour gives that of the moment; rings {ra, dec}. mark(point) marks one
 */
export function map(element, description, chosen) {
  const canvas = h('canvas', { class: 'sky', role: 'img', tabindex: 0, 'aria-label': description });
  const below = document.createElement('canvas');
  let shown = { cells: [], points: [], rings: [] };
  let marked = null;
  let ink = {};
  element.replaceChildren(canvas);

  function place({ ra, dec }) {
    const { x, y } = project(ra === 360 ? LEFT_EDGE : ((ra % 360) + 360) % 360, dec);
    const half = (canvas.clientWidth - 2 * MARGIN) / 4;
    return [canvas.clientWidth / 2 + x * half, canvas.clientHeight / 2 + y * half];
  }

  function on(layer) {
    const context = layer.getContext('2d');
    context.setTransform(layer.width / canvas.clientWidth, 0, 0, layer.height / canvas.clientHeight, 0, 0);
    context.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
    return context;
  }

  function draw() {
    ink = Object.fromEntries(['line', 'muted', 'text', 'box', 'accent', 'bad'].map(name => [name, colour(name)]));
    const density = devicePixelRatio || 1;
    for (const layer of [canvas, below]) {
      layer.width = Math.round(canvas.clientWidth * density);
      layer.height = Math.round(canvas.clientHeight * density);
    }
    const context = on(below);
    drawCells(context, place, shown.cells, ink);
    drawGrid(context, place, ink);
    const scale = Math.min(1, Math.max(0.5, canvas.clientWidth / WIDE_PIXELS));
    shown.points.forEach(point => dot(context, place(point), point.colour(), ink.box, scale));
    shown.rings.forEach(point => ring(context, place(point), 7, ink.bad));
    drawMark();
  }

  function drawMark() {
    const context = on(canvas);
    if (canvas.width > 0 && canvas.height > 0) {
      context.drawImage(below, 0, 0, canvas.clientWidth, canvas.clientHeight);
    }
    if (marked !== null) {
      ring(context, place(marked), 9, ink.text);
    }
  }

  function choose(point) {
    if (point !== null && point !== marked) {
      chosen(point);
    }
  }

  function nearest(event) {
    return nearestOf(shown.points, point => place(point), event.offsetX, event.offsetY);
  }

  canvas.addEventListener('pointermove', event => choose(nearest(event)));
  canvas.addEventListener('click', event => choose(nearest(event)));
  canvas.addEventListener('keydown', event => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step !== undefined && shown.points.length > 0) {
      event.preventDefault();
      const last = shown.points.length - 1;
      const at = shown.points.indexOf(marked);
      // The last is on top: it comes first, as in the table.
      choose(shown.points[at < 0 ? last : Math.min(last, Math.max(0, at - step))]);
    }
  });
  new ResizeObserver(draw).observe(canvas);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  return {
    show(cells, points, rings) {
      shown = { cells, points, rings };
      marked = points.includes(marked) ? marked : null;
      draw();
    },
    mark(point) {
      marked = point;
      drawMark();
    },
  };
}

/** The point that is nearest to a place, if one is near. */
export function nearestOf(points, place, x, y) {
  let best = null;
  let least = NEAR_PIXELS;
  for (const point of points) {
    const [px, py] = place(point);
    const distance = Math.hypot(px - x, py - y);
    if (distance <= least) {
      least = distance;
      best = point;
    }
  }
  return best;
}

/** A dot that stands out from what is below it. */
export function dot(context, [x, y], fill, edge, scale = 1) {
  context.beginPath();
  context.arc(x, y, POINT_PIXELS * scale, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
  context.lineWidth = scale;
  context.strokeStyle = edge;
  context.stroke();
}

/** A ring around a place. */
export function ring(context, [x, y], radius, stroke, scale = 1) {
  context.beginPath();
  context.arc(x, y, radius * scale, 0, 2 * Math.PI);
  context.lineWidth = 2 * scale;
  context.strokeStyle = stroke;
  context.stroke();
}

function trace(context, corners) {
  context.beginPath();
  corners.forEach(([x, y], i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
}

function meridian(place, ra, decMin, decMax) {
  const steps = Math.max(1, Math.ceil((decMax - decMin) / BEND_DEGREES));
  return Array.from({ length: steps + 1 }, (_, i) => place({ ra, dec: decMin + (decMax - decMin) * i / steps }));
}

function drawCells(context, place, cells, ink) {
  context.fillStyle = ink.accent;
  for (const { raMin, raMax, decMin, decMax, part } of cells) {
    context.globalAlpha = 0.12 + 0.58 * part;
    trace(context, [...meridian(place, raMin, decMin, decMax), ...meridian(place, raMax, decMin, decMax).reverse()]);
    context.fill();
  }
  context.globalAlpha = 1;
}

function drawGrid(context, place, ink) {
  context.strokeStyle = ink.line;
  context.lineWidth = 1;
  for (let ra = 0; ra <= 360; ra += GRID_DEGREES) {
    trace(context, meridian(place, ra, -90, 90));
    context.stroke();
  }
  for (let dec = GRID_DEGREES - 90; dec < 90; dec += GRID_DEGREES) {
    trace(context, [place({ ra: 0, dec }), place({ ra: 360, dec })]);
    context.stroke();
  }
  context.font = '12px system-ui, sans-serif';
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (let dec = GRID_DEGREES - 90; dec < 90; dec += GRID_DEGREES) {
    const [x, y] = place({ ra: 360, dec });
    write(context, `${dec > 0 ? '+' : dec < 0 ? '\u2212' : ''}${Math.abs(dec)}\u00b0`, x - 3, y, ink);
  }
  context.textAlign = 'center';
  for (let ra = 2 * GRID_DEGREES; ra < 360; ra += 2 * GRID_DEGREES) {
    const [x, y] = place({ ra, dec: 0 });
    write(context, `${ra}\u00b0`, x, y + 10, ink);
  }
}

/** A label that can be read on whatever is below it. */
function write(context, text, x, y, ink) {
  context.lineWidth = 3;
  context.strokeStyle = ink.box;
  context.strokeText(text, x, y);
  context.fillStyle = ink.text;
  context.fillText(text, x, y);
}
