// Marks of points in plots by uPlot, told apart by shape and not by colour alone; and the same in a legend beside it.

import { svg } from '/console/dom.js';
import { colour } from '/console/plot.js';

/** Within 4 pixels of the origin, as SVG and canvas both read them. */
const SHAPES = [
  'M3,0 A3,3 0 1 1 -3,0 A3,3 0 1 1 3,0 Z', 'M-3,-3 H3 V3 H-3 Z', 'M0,-4 L4,3 H-4 Z', 'M0,-4 L4,0 L0,4 L-4,0 Z', 'M0,4 L4,-3 H-4 Z',
  'M-4,-1 H-1 V-4 H1 V-1 H4 V1 H1 V4 H-1 V1 H-4 Z', 'M-4,-4 L4,4 H-4 L4,-4 Z', 'M-4,-1.5 H4 V1.5 H-4 Z',
];
const COLOURS = ['accent', 'second', 'third'];
/** Fills and strokes of a path are not cut at a band of uPlot's. */
const UNCUT = 3;

/** How many series there can be until two look the same. */
export const MOST_MARKS = SHAPES.length * COLOURS.length;

/** Options of uPlot for the nth series as marks without a line. */
export function marked(n, label, hollow = false) {
  const own = colour(COLOURS[n % COLOURS.length]);
  return {
    label, stroke: own, paths: () => null,
    points: { show: true, size: 8, width: 1, stroke: own, fill: hollow ? 'transparent' : own, paths: drawn(SHAPES[n % SHAPES.length]) },
  };
}

function drawn(shape) {
  return (plot, series, first, last) => {
    const mark = new Path2D(shape);
    const path = new Path2D();
    const [times, values] = [plot.data[0], plot.data[series]];
    for (let i = first; i <= last; i++) {
      if (values[i] !== null) {
        const [x, y] = [plot.valToPos(times[i], 'x', true), plot.valToPos(values[i], 'y', true)];
        path.addPath(mark, new DOMMatrix([devicePixelRatio, 0, 0, devicePixelRatio, x, y]));
      }
    }
    return { stroke: path, fill: path, clip: null, flags: UNCUT };
  };
}

/** The mark of the nth series, for a legend. */
export function mark(n) {
  return svg('svg', { class: `mark ${COLOURS[n % COLOURS.length]}`, width: 12, height: 12, viewBox: '-6 -6 12 12', 'aria-hidden': 'true' },
    svg('path', { d: SHAPES[n % SHAPES.length] }));
}
