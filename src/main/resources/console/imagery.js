// What the service knows of images and measurement sets, so that it is fast whatever their number. Times are Unix seconds.

import { get, query } from '/console/rest.js';
import { firstOfEach } from '/console/asking.js';

const IMAGES = '/api/v1/products/images';
const SETS = '/api/v1/products/ms_index';
const MEASURED = 'created_at,type,noise_jy,beam_major_arcsec,beam_minor_arcsec';
const MOST = 1000;
const PARTS = 24;
const MOST_OF_PART = 50;
/** The end of the year 9999: what is later, or is a text, is no time. */
const LATEST = 253402300799;

async function images(parameters) {
  return (await get(query(IMAGES, parameters))).items;
}

/** Types that there are, up to a number. */
export async function types(most) {
  return (await firstOfEach(IMAGES, 'type', { fields: 'type', order: 'type,created_at', most })).map(row => row.type);
}

/** When the newest image of a type was made, or the oldest; null where there is none. */
export async function bound(type, order) {
  const [found] = await images({ fields: 'created_at', order, limit: 1, type, created_at__ge: 0, created_at__le: LATEST });
  return found?.created_at ?? null;
}

/** The newest images up to a time. */
export function newest(type, to, limit) {
  return images({ fields: `id,path,ms_path,${MEASURED}`, order: '-created_at', limit, type, created_at__le: to });
}

/**
 * Images of a window: all of them, or where there are more the newest, and a few of each of some parts of the time before these.
 * @return the images, by time; and whether these are all
 */
export async function sample(type, { from, to }) {
  const asked = { fields: MEASURED, order: '-created_at', type };
  const first = await get(query(IMAGES, { ...asked, limit: MOST, created_at__ge: from, created_at__le: to }));
  let parts = [];
  if (first.next !== null) {
    const length = (first.items.at(-1).created_at - from) / PARTS;
    parts = await Promise.all(Array.from({ length: PARTS }, (_, i) =>
      images({ ...asked, limit: MOST_OF_PART, created_at__ge: from + i * length, created_at__lt: from + (i + 1) * length })));
  }
  return { images: [...first.items, ...parts.flat()].sort((a, b) => a.created_at - b.created_at), whole: first.next === null };
}

/** Measurement sets of a stage, those first that were processed last. */
export async function newestSets(stage, limit) {
  return (await get(query(SETS, { fields: 'path,stage,status,mid_mjd,processed_at', order: '-processed_at', limit, stage }))).items;
}

/** Counts of all images by type, and of all measurement sets by stage and status, as lists of {value, count}. They take long where there are many. */
export async function counts() {
  const { products, errors } = await get('/api/v1/stats');
  if (products === null) {
    throw new Error(errors.find(error => error.field === 'products').message);
  }
  return products;
}
