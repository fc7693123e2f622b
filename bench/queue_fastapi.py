"""The queue as a service by FastAPI and SQLAlchemy would plausibly have it, for bench/queue to compare with.

One SQLite file in WAL mode with a busy timeout, and synchronous FULL, so that what is acknowledged is on the disk as ours is. A claim is a
SELECT of the next pending groups, then an UPDATE of each that is still pending; one that meets a lock, or finds that others were
faster, begins again. Reads the file from QUEUE_FILE.
"""
import os
import time
import uuid

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, Field
from sqlalchemy import ForeignKey, create_engine, event, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, selectinload, sessionmaker

TRIES = 20
engine = create_engine(f"sqlite:///{os.environ['QUEUE_FILE']}", connect_args={"timeout": 30, "check_same_thread": False}, pool_size=16)
sessions = sessionmaker(engine)


@event.listens_for(engine, "connect")
def configure(connection, _record):
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA busy_timeout = 30000")


class Base(DeclarativeBase):
    pass


class Group(Base):
    __tablename__ = "ingest_queue"
    group_id: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    received_at: Mapped[float]
    last_update: Mapped[float]
    retry_count: Mapped[int]
    worker: Mapped[str | None]
    token: Mapped[str | None]
    lease_expires_at: Mapped[float | None]
    error: Mapped[str | None]
    files: Mapped[list["SubbandFile"]] = relationship(order_by="SubbandFile.subband_idx")


class SubbandFile(Base):
    __tablename__ = "subband_files"
    group_id: Mapped[str] = mapped_column(ForeignKey("ingest_queue.group_id"), primary_key=True)
    subband_idx: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str]


class PerformanceMetrics(Base):
    __tablename__ = "performance_metrics"
    group_id: Mapped[str] = mapped_column(primary_key=True)
    load_time: Mapped[float | None]
    phase_time: Mapped[float | None]
    write_time: Mapped[float | None]
    total_time: Mapped[float | None]
    writer_type: Mapped[str | None]
    recorded_at: Mapped[float]


class ClaimRequest(BaseModel):
    worker: str
    max: int = Field(1, ge=1, le=1000)
    lease_seconds: float = 3600


class FileOut(BaseModel):
    subband_idx: int
    path: str


class ClaimOut(BaseModel):
    group_id: str
    attempt: int
    token: str
    lease_expires_at: float
    files: list[FileOut]


class ClaimsOut(BaseModel):
    claims: list[ClaimOut]


class Completion(BaseModel):
    token: str
    ms_path: str
    load_time: float | None = None
    phase_time: float | None = None
    write_time: float | None = None
    total_time: float | None = None
    writer_type: str | None = None


class GroupCompletion(Completion):
    group_id: str


class CompletedGroup(BaseModel):
    group_id: str
    completed: bool


class CompletionsOut(BaseModel):
    groups: list[CompletedGroup]


class Ended(BaseModel):
    group_id: str
    state: str


def session():
    with sessions() as one:
        yield one


app = FastAPI()


@app.post("/api/v1/ingest/queue/claims", response_model=ClaimsOut)
def claim(request: ClaimRequest, db: Session = Depends(session)):
    for _ in range(TRIES):
        try:
            candidates = db.scalars(select(Group).where(Group.state == "pending").order_by(Group.group_id).limit(request.max)
                                    .options(selectinload(Group.files))).all()
            now = time.time()
            claims = []
            for group in candidates:
                token = str(uuid.uuid4())
                files = [FileOut(subband_idx=file.subband_idx, path=file.path) for file in group.files]
                attempt = group.retry_count + 1
                changed = db.execute(update(Group).where(Group.group_id == group.group_id, Group.state == "pending")
                                     .values(state="in_progress", last_update=now, worker=request.worker, token=token,
                                             lease_expires_at=now + request.lease_seconds)
                                     .execution_options(synchronize_session=False))
                if changed.rowcount == 1:
                    claims.append(ClaimOut(group_id=group.group_id, attempt=attempt, token=token,
                                           lease_expires_at=now + request.lease_seconds, files=files))
            db.commit()
            if claims or not candidates:
                return ClaimsOut(claims=claims)
        except OperationalError:
            db.rollback()
        db.expire_all()
    raise HTTPException(503, "the queue is busy")


def finish(db, group_id, completion):
    """Within the session's transaction; returns whether the group was the worker's."""
    now = time.time()
    group = db.get(Group, group_id)
    if group is None or group.state != "in_progress" or group.token != completion.token:
        return False
    group.state = "completed"
    group.last_update = now
    group.error = None
    db.merge(PerformanceMetrics(group_id=group_id, load_time=completion.load_time, phase_time=completion.phase_time,
                                write_time=completion.write_time, total_time=completion.total_time,
                                writer_type=completion.writer_type, recorded_at=now))
    return True


@app.post("/api/v1/ingest/queue/groups/{group_id}/complete", response_model=Ended)
def complete(group_id: str, completion: Completion, db: Session = Depends(session)):
    for _ in range(TRIES):
        try:
            if not finish(db, group_id, completion):
                raise HTTPException(409, "the group is no longer the worker's")
            db.commit()
            return Ended(group_id=group_id, state="completed")
        except OperationalError:
            db.rollback()
    raise HTTPException(503, "the queue is busy")


@app.post("/api/v1/ingest/queue/completions", response_model=CompletionsOut)
def completions(sent: list[GroupCompletion], db: Session = Depends(session)):
    for _ in range(TRIES):
        try:
            groups = [CompletedGroup(group_id=one.group_id, completed=finish(db, one.group_id, one)) for one in sent]
            db.commit()
            return CompletionsOut(groups=groups)
        except OperationalError:
            db.rollback()
    raise HTTPException(503, "the queue is busy")


@app.get("/health")
def health():
    return {"status": "ok"}
