"""Calls a service by a client that was generated for Python: the client's folder and the address are the arguments."""
import sys

sys.path.insert(0, sys.argv[1])
import openapi_client as api

client = api.ApiClient(api.Configuration(host=sys.argv[2]))
products = api.ProductsApi(client)
ingest = api.IngestApi(client)


def same(expected, actual):
    if expected != actual:
        raise AssertionError(f"expected {expected} and not {actual}")


path = "/stage/a b/1;2%.ms"
same(path, products.create_ms_index_of_products(api.ProductsMsIndex(path=path)).path)
same(path, products.get_ms_index_of_products(path).path)
same(60001.5, products.upsert_ms_index_of_products(api.ProductsMsIndex(path=path, mid_mjd=60001.5)).mid_mjd)
filters = ["mid_mjd__ge=60001.5", "path__startswith=/stage/a b/"]
same(1, len(products.list_ms_index_of_products(filter=filters).items))
same(0, len(products.list_ms_index_of_products(filter=["mid_mjd__lt=60001.5"]).items))

products.create_calibrator_transits_of_products(api.ProductsCalibratorTransits(
    calibrator_name="3C/48", transit_mjd=60000.25, transit_iso="2023-02-25T06:00:00", calculated_at=1, updated_at=2))
same(2, products.get_calibrator_transits_of_products("3C/48", 60000.25).updated_at)

products.create_photometry_of_products(api.ProductsPhotometry(
    source_id="J12+34", image_path="/i.fits", ra_deg=1, dec_deg=2, mjd=60002.5, flux_jy=0.5))
same(0.5, products.get_lightcurve("J12+34").data_points[0].flux_jy)
products.get_source("J12+34")

group = "2026-02-11T15:58:07"
ingest.create_ingest_queue_of_ingest(api.IngestIngestQueue(
    group_id=group, state="pending", received_at=1, last_update=1))
same(group, ingest.claim_groups(api.ClaimGroupsRequest(worker="w")).claims[0].group_id)
print("all as expected")
