"""The service as FastAPI and SQLAlchemy would plausibly have it, for bench/run to compare with: models, a session a request.

Reads the files of STATE_DIR, with synchronous NORMAL, as the pipeline's own programs do.
"""
import math
import os
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Query, Response
from pydantic import BaseModel, ConfigDict, create_model
from sqlalchemy import and_, create_engine, event, func, or_, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker


def sessions_of(name):
    engine = create_engine(f"sqlite:///{os.environ['STATE_DIR']}/{name}.sqlite3", connect_args={"timeout": 30, "check_same_thread": False}, pool_size=40)

    @event.listens_for(engine, "connect")
    def configure(connection, _record):
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA busy_timeout = 30000")

    return sessionmaker(engine)


products = sessions_of("products")
cal_registry = sessions_of("cal_registry")


class Base(DeclarativeBase):
    pass


class Image(Base):
    __tablename__ = "images"
    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str]
    ms_path: Mapped[str]
    created_at: Mapped[float]
    type: Mapped[str]
    beam_major_arcsec: Mapped[float | None]
    beam_minor_arcsec: Mapped[float | None]
    beam_pa_deg: Mapped[float | None]
    noise_jy: Mapped[float | None]
    pbcor: Mapped[int | None] = mapped_column(default=0)
    format: Mapped[str | None] = mapped_column(default="fits")
    dynamic_range: Mapped[float | None]
    field_name: Mapped[str | None]
    center_ra_deg: Mapped[float | None]
    center_dec_deg: Mapped[float | None]
    imsize_x: Mapped[int | None]
    imsize_y: Mapped[int | None]
    cellsize_arcsec: Mapped[float | None]
    freq_ghz: Mapped[float | None]
    bandwidth_mhz: Mapped[float | None]
    integration_sec: Mapped[float | None]


class Photometry(Base):
    __tablename__ = "photometry"
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[str | None]
    image_path: Mapped[str]
    peak_jyb: Mapped[float | None]
    peak_err_jyb: Mapped[float | None]
    snr: Mapped[float | None]
    mjd: Mapped[float | None]
    flux_jy: Mapped[float | None]
    flux_err_jy: Mapped[float | None]


class MonitoringSource(Base):
    __tablename__ = "monitoring_sources"
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[str]
    name: Mapped[str | None]
    ra_deg: Mapped[float]
    dec_deg: Mapped[float]
    catalog: Mapped[str | None]
    priority: Mapped[str | None]
    n_detections: Mapped[int | None]
    mean_flux_jy: Mapped[float | None]
    std_flux_jy: Mapped[float | None]
    eta: Mapped[float | None]
    v_index: Mapped[float | None]
    chi_squared: Mapped[float | None]
    is_variable: Mapped[int | None]
    ese_candidate: Mapped[int | None]
    first_detected_at: Mapped[float | None]
    last_detected_at: Mapped[float | None]
    last_updated: Mapped[float | None]
    notes: Mapped[str | None]


class CalTable(Base):
    __tablename__ = "caltables"
    id: Mapped[int] = mapped_column(primary_key=True)
    set_name: Mapped[str]
    path: Mapped[str]
    table_type: Mapped[str]
    order_index: Mapped[int]
    cal_field: Mapped[str | None]
    refant: Mapped[str | None]
    created_at: Mapped[float]
    valid_start_mjd: Mapped[float | None]
    valid_end_mjd: Mapped[float | None]
    status: Mapped[str]
    notes: Mapped[str | None]
    source_ms_path: Mapped[str | None]
    solver_command: Mapped[str | None]
    solver_version: Mapped[str | None]
    solver_params: Mapped[str | None]
    quality_metrics: Mapped[str | None]


class Point(BaseModel):
    mjd: float | None
    flux_jy: float | None
    flux_err_jy: float | None
    snr: float | None
    image_path: str


class LightCurve(BaseModel):
    source_id: str
    data_points: list[Point]


def model_of(entity, name, without=(), **more):
    """A model with the columns of an entity."""
    fields = {}
    for column in entity.__table__.columns:
        if column.key not in without:
            kind = column.type.python_type
            fields[column.key] = (kind | None, None) if column.nullable else (kind, ...)
    return create_model(name, __config__=ConfigDict(from_attributes=True), **fields, **more)


ImageIn = model_of(Image, "ImageIn", without=("id",))
ImageOut = model_of(Image, "ImageOut")
Images = create_model("Images", items=(list[ImageOut], ...))
SourceOut = model_of(MonitoringSource, "SourceOut", separation_deg=(float, ...))
Sources = create_model("Sources", items=(list[SourceOut], ...))
CalTableOut = model_of(CalTable, "CalTableOut")
CalTables = create_model("CalTables", items=(list[CalTableOut], ...))


def products_session():
    with products() as one:
        yield one


def cal_registry_session():
    with cal_registry() as one:
        yield one


Products = Annotated[Session, Depends(products_session)]
CalRegistry = Annotated[Session, Depends(cal_registry_session)]
app = FastAPI()


@app.post("/api/v1/products/images", response_model=ImageOut, status_code=201)
def create_image(sent: ImageIn, response: Response, db: Products):
    image = Image(**sent.model_dump(exclude_unset=True))
    db.add(image)
    db.commit()
    response.headers["Location"] = f"/api/v1/products/images/{image.id}"
    return image


@app.get("/api/v1/products/images/{number}", response_model=ImageOut)
def get_image(number: int, db: Products):
    image = db.get(Image, number)
    if image is None:
        raise HTTPException(404)
    return image


@app.get("/api/v1/products/images", response_model=Images)
def list_images(type: str, db: Products, order: str = Query(pattern="^-created_at$"), limit: int = Query(100, le=1000)):
    return {"items": db.scalars(select(Image).where(Image.type == type).order_by(Image.created_at.desc(), Image.id.desc()).limit(limit)).all()}


@app.get("/api/v1/products/sources/{source_id}/lightcurve", response_model=LightCurve)
def light_curve(source_id: str, db: Products):
    points = db.execute(select(Photometry.mjd, func.coalesce(Photometry.flux_jy, Photometry.peak_jyb),
                               func.coalesce(Photometry.flux_err_jy, Photometry.peak_err_jyb), Photometry.snr, Photometry.image_path)
                        .where(Photometry.source_id == source_id).order_by(Photometry.mjd, Photometry.id))
    return {"source_id": source_id, "data_points": [Point(mjd=mjd, flux_jy=flux, flux_err_jy=error, snr=snr, image_path=path)
                                                    for mjd, flux, error, snr, path in points]}


@app.get("/api/v1/products/monitoring_sources", response_model=Sources)
def cone(ra: float, dec: float, radius: float, db: Products):
    row_ra, row_dec = func.radians(MonitoringSource.ra_deg), func.radians(MonitoringSource.dec_deg)
    chord = (func.pow(func.sin((row_dec - math.radians(dec)) / 2), 2)
             + math.cos(math.radians(dec)) * func.cos(row_dec) * func.pow(func.sin((row_ra - math.radians(ra)) / 2), 2))
    distance = (2 * func.degrees(func.asin(func.sqrt(func.min(1.0, chord))))).label("separation_deg")
    wide = radius / math.cos(math.radians(min(89.9, abs(dec) + radius)))
    touched = in_zones(range(math.floor((dec - radius + 90) * 10), math.floor((dec + radius + 90) * 10) + 1),
                         None if wide > 90 else [cell % 360 for cell in range(math.floor(ra - wide), math.floor(ra + wide) + 1)])
    found = db.execute(select(MonitoringSource, distance).where(touched, distance <= radius).order_by(distance, MonitoringSource.id).limit(100))
    return {"items": [{**{column.key: getattr(source, column.key) for column in MonitoringSource.__table__.columns}, "separation_deg": far}
                      for source, far in found]}


def in_zones(zones, cells):
    """Which zones and cells are touched, in the words of the index on them."""
    condition = f"CAST((dec_deg + 90) * 10 AS INTEGER) IN ({', '.join(map(str, zones))})"
    if cells is not None:
        condition += f" AND CAST(ra_deg + 360 AS INTEGER) % 360 IN ({', '.join(map(str, cells))})"
    return text(condition)


@app.get("/api/v1/cal_registry/caltables/valid", response_model=CalTables)
def valid(mjd: float, db: CalRegistry):
    return {"items": db.scalars(select(CalTable).where(
        and_(CalTable.status == "active", or_(CalTable.valid_start_mjd.is_(None), CalTable.valid_start_mjd <= mjd),
             or_(CalTable.valid_end_mjd.is_(None), CalTable.valid_end_mjd >= mjd)))
        .order_by(CalTable.created_at.desc(), CalTable.id.desc()).limit(100)).all()}


@app.get("/health")
def health():
    return {"status": "ok"}
