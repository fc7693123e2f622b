// The service as Fastify and better-sqlite3 would plausibly have it, for bench/run to compare with: prepared statements, answers by schema.
// Reads the files of STATE_DIR; SYNCHRONOUS is NORMAL or FULL.
import Database from 'better-sqlite3'
import Fastify from 'fastify'
import { join } from 'node:path'

const open = (name) => {
  const database = new Database(join(process.env.STATE_DIR, `${name}.sqlite3`), { timeout: 30000 })
  database.pragma('journal_mode = WAL')
  database.pragma(`synchronous = ${process.env.SYNCHRONOUS}`)
  database.pragma('cache_size = -65536')
  return database
}
const products = open('products')
const calRegistry = open('cal_registry')

const text = { type: ['string', 'null'] }
const number = { type: ['number', 'null'] }
const integer = { type: ['integer', 'null'] }
const row = (properties) => ({ type: 'object', properties })
const page = (properties) => ({ response: { 200: { type: 'object', properties: { items: { type: 'array', items: row(properties) } } } } })
const columnsOf = (properties) => Object.keys(properties).join(', ')

const image = {
  id: { type: 'integer' }, path: { type: 'string' }, ms_path: { type: 'string' }, created_at: { type: 'number' }, type: { type: 'string' },
  beam_major_arcsec: number, beam_minor_arcsec: number, beam_pa_deg: number, noise_jy: number, pbcor: integer, format: text,
  dynamic_range: number, field_name: text, center_ra_deg: number, center_dec_deg: number, imsize_x: integer, imsize_y: integer,
  cellsize_arcsec: number, freq_ghz: number, bandwidth_mhz: number, integration_sec: number
}
const { id, ...newImage } = image
const point = { mjd: number, flux_jy: number, flux_err_jy: number, snr: number, image_path: text }
const source = {
  id: { type: 'integer' }, source_id: text, name: text, ra_deg: number, dec_deg: number, catalog: text, priority: text,
  n_detections: integer, mean_flux_jy: number, std_flux_jy: number, eta: number, v_index: number, chi_squared: number,
  is_variable: integer, ese_candidate: integer, first_detected_at: number, last_detected_at: number, last_updated: number, notes: text,
  separation_deg: number
}
const caltable = {
  id: { type: 'integer' }, set_name: text, path: text, table_type: text, order_index: integer, cal_field: text, refant: text,
  created_at: number, valid_start_mjd: number, valid_end_mjd: number, status: text, notes: text, source_ms_path: text,
  solver_command: text, solver_version: text, solver_params: text, quality_metrics: text
}

const imageById = products.prepare(`SELECT ${columnsOf(image)} FROM images WHERE id = ?`)
const imagesByType = products.prepare(
  `SELECT ${columnsOf(image)} FROM images WHERE type = ? ORDER BY created_at DESC, id DESC LIMIT ?`)
const createImage = products.prepare(`INSERT INTO images (${columnsOf(newImage)})
  VALUES (${Object.keys(newImage).map((name) => '@' + name).join(', ')}) RETURNING ${columnsOf(image)}`)
const pointsOf = products.prepare(`SELECT mjd, coalesce(flux_jy, peak_jyb) AS flux_jy, coalesce(flux_err_jy, peak_err_jyb) AS flux_err_jy,
  snr, image_path FROM photometry WHERE source_id = ? ORDER BY mjd, id`)
const { separation_deg, ...stored } = source
const distance = `2 * degrees(asin(min(1, sqrt(pow(sin(radians(dec_deg - @dec) / 2), 2)
  + cos(radians(@dec)) * cos(radians(dec_deg)) * pow(sin(radians(ra_deg - @ra) / 2), 2)))))`
const zones = (cells) => products.prepare(`SELECT ${columnsOf(stored)}, ${distance} AS separation_deg FROM monitoring_sources
  WHERE CAST((dec_deg + 90) * 10 AS INTEGER) IN (SELECT value FROM json_each(@zones))
    ${cells ? 'AND CAST(ra_deg + 360 AS INTEGER) % 360 IN (SELECT value FROM json_each(@cells))' : ''}
    AND ${distance} <= @radius ORDER BY separation_deg, id LIMIT 100`)
const inCells = zones(true)
const inZones = zones(false)
const valid = calRegistry.prepare(`SELECT ${columnsOf(caltable)} FROM caltables WHERE status = 'active'
  AND (valid_start_mjd IS NULL OR valid_start_mjd <= @mjd) AND (valid_end_mjd IS NULL OR valid_end_mjd >= @mjd)
  ORDER BY created_at DESC, id DESC LIMIT 100`)

const app = Fastify()
const nothing = Object.fromEntries(Object.keys(newImage).map((name) => [name, null]))

app.post('/api/v1/products/images', {
  schema: {
    body: { type: 'object', properties: newImage, required: ['path', 'ms_path', 'created_at', 'type'], additionalProperties: false },
    response: { 201: row(image) }
  }
}, (request, reply) => {
  const created = createImage.get({ ...nothing, pbcor: 0, format: 'fits', ...request.body })
  return reply.code(201).header('location', `/api/v1/products/images/${created.id}`).send(created)
})

app.get('/api/v1/products/images/:id', {
  schema: { params: { type: 'object', properties: { id: { type: 'integer' } } }, response: { 200: row(image) } }
}, (request, reply) => reply.send(imageById.get(request.params.id) ?? reply.code(404)))

app.get('/api/v1/products/images', {
  schema: {
    querystring: {
      type: 'object', required: ['type'],
      properties: { type: { type: 'string' }, order: { const: '-created_at' }, limit: { type: 'integer', maximum: 1000, default: 100 } }
    },
    ...page(image)
  }
}, (request, reply) => reply.send({ items: imagesByType.all(request.query.type, request.query.limit) }))

app.get('/api/v1/products/sources/:source_id/lightcurve', {
  schema: {
    response: {
      200: { type: 'object', properties: { source_id: { type: 'string' }, data_points: { type: 'array', items: row(point) } } }
    }
  }
}, (request, reply) => reply.send({ source_id: request.params.source_id, data_points: pointsOf.all(request.params.source_id) }))

app.get('/api/v1/products/monitoring_sources', {
  schema: {
    querystring: {
      type: 'object', required: ['ra', 'dec', 'radius'],
      properties: { ra: { type: 'number' }, dec: { type: 'number' }, radius: { type: 'number' } }
    },
    ...page(source)
  }
}, (request, reply) => {
  const { ra, dec, radius } = request.query
  const zones = []
  for (let zone = Math.floor((dec - radius + 90) * 10); zone <= Math.floor((dec + radius + 90) * 10); zone++) zones.push(zone)
  const wide = radius / Math.cos((Math.min(89.9, Math.abs(dec) + radius) * Math.PI) / 180)
  const parameters = { ra, dec, radius, zones: JSON.stringify(zones) }
  if (wide > 90) return reply.send({ items: inZones.all(parameters) })
  const cells = []
  for (let cell = Math.floor(ra - wide); cell <= Math.floor(ra + wide); cell++) cells.push((cell + 360) % 360)
  return reply.send({ items: inCells.all({ ...parameters, cells: JSON.stringify(cells) }) })
})

app.get('/api/v1/cal_registry/caltables/valid', {
  schema: { querystring: { type: 'object', required: ['mjd'], properties: { mjd: { type: 'number' } } }, ...page(caltable) }
}, (request, reply) => reply.send({ items: valid.all({ mjd: request.query.mjd }) }))

app.get('/health', (request, reply) => reply.send({ status: 'ok' }))

app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
