"""What the contenders are asked to do: which data, which requests, by how many clients, and what a right answer looks like."""
import json
import random
import urllib.request
from dataclasses import dataclass
from typing import Callable

from compare.data import hash_of

IMAGES = 1_000_000
SOURCES = 1_000_000
PHOTOMETRY = 10_000_000
CALTABLES = 100_000
REQUESTS = 5_000
IMAGE_COLUMNS = 21
ROW = {"ms_path": "/stage/ms/2026/new.ms", "created_at": 1.9e9, "type": "image", "beam_major_arcsec": 14.31, "beam_minor_arcsec": 10.72,
       "beam_pa_deg": 33.125, "noise_jy": 0.000123, "pbcor": 1, "format": "fits", "dynamic_range": 1234.5, "field_name": "field_0001",
       "center_ra_deg": 188.51, "center_dec_deg": 56.77, "imsize_x": 4096, "imsize_y": 4096, "cellsize_arcsec": 3.0, "freq_ghz": 1.405,
       "bandwidth_mhz": 187.5, "integration_sec": 309.24}


def get(path):
    return f"GET\t/api/v1/{path}\t"


def create_image(i):
    body = {"path": f"/stage/images/2026/{i:08}.fits", **ROW, "created_at": 1.9e9 + i}
    return f"POST\t/api/v1/products/images\t{json.dumps(body, separators=(',', ':'))}"


def get_image(i):
    return get(f"products/images/{1 + i * 7919 % IMAGES}")


def list_images(i):
    return get(f"products/images?type={('dirty', 'image', 'residual', 'psf')[i % 4]}&order=-created_at&limit=100")


def light_curve(i):
    return get(f"products/sources/S{i * 7919 % (PHOTOMETRY // 1000):06}/lightcurve")


def cone(i):
    place = random.Random(i)
    return get(f"products/monitoring_sources?ra={place.uniform(0, 360):.5f}&dec={place.uniform(-80, 80):.5f}&radius=0.2")


def valid_caltables(i):
    return get(f"cal_registry/caltables/valid?mjd={50001 + i * 7919 % (CALTABLES // 14 - 10) + 0.3:.2f}")


def nine_reads_a_write(i):
    return create_image(i) if i % 10 == 0 else get_image(i)


def is_image(answer):
    return isinstance(answer, dict) and len(answer) == IMAGE_COLUMNS and answer["format"] == "fits"


def is_list(answer):
    return len(answer["items"]) == 100 and all(map(is_image, answer["items"])) \
        and answer["items"] == sorted(answer["items"], key=lambda image: -image["created_at"])


def is_light_curve(answer):
    points = answer["data_points"]
    return len(points) == 1000 and set(points[0]) == {"mjd", "flux_jy", "flux_err_jy", "snr", "image_path"} \
        and points == sorted(points, key=lambda point: point["mjd"])


def is_cone(answer):
    return len(answer["items"]) <= 100 and all(len(source) == 20 and source["separation_deg"] <= 0.2 for source in answer["items"])


def is_valid_caltables(answer):
    return 10 <= len(answer["items"]) <= 21 and all(table["status"] == "active" and len(table) == 17 for table in answer["items"])


@dataclass(frozen=True)
class Scenario:
    """
    One that wrk drives.

    data, rows: the table that is filled, and with how many rows; request: of a number, a line for requests.lua; right: whether the
    answer to one is; creates: whether each (1), none (0) or a part of the requests adds a row to images.
    """
    name: str
    about: str
    data: str
    rows: int
    clients: int
    request: Callable
    right: Callable
    creates: float = 0

    def requests(self):
        return "\n".join(map(self.request, range(REQUESTS))) + "\n"

    def identity(self):
        """Other where it asks for something else, or of other data."""
        return hash_of(str((self.data, self.rows, self.clients)), self.requests())

    def ask(self, url, i):
        """One answer, as text without what only some contenders add to it."""
        method, path, body = self.request(i).split("\t")
        request = urllib.request.Request(url + path, method=method, data=body.encode() if body else None)
        if body:
            request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)


def creates(clients):
    return Scenario(f"create-{clients}", f"create one image, {clients} client{'s' if clients > 1 else ''}", "images", IMAGES, clients,
                    create_image, is_image, creates=1)


SCENARIOS = {one.name: one for one in (
    creates(64),
    Scenario("get", "one image by its id, 16 clients", "images", IMAGES, 16, get_image, is_image),
    Scenario("list", "100 images of a type, newest first, of 1,000,000; 16 clients", "images", IMAGES, 16, list_images, is_list),
    Scenario("lightcurve", "a light curve of 1,000 points of 10,000,000 measurements, 8 clients", "photometry", PHOTOMETRY, 8, light_curve,
             is_light_curve),
    Scenario("cone", "sources within 0.2 degrees, of 1,000,000, 16 clients", "sources", SOURCES, 16, cone, is_cone),
    Scenario("caltables", "calibration tables valid at a time, of 100,000, 8 clients", "caltables", CALTABLES, 8, valid_caltables,
             is_valid_caltables),
    Scenario("mixed", "nine images by id for each one created, 16 clients", "images", IMAGES, 16, nine_reads_a_write, is_image, creates=0.1),
    creates(1), creates(16), creates(256))}
QUICK = ("create-64", "get", "list")
