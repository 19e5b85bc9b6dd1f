"""The reference of booking_plain: the same route as one writes it first, with ORM objects and Flask-Login.

It checks what ours checks of a seat (full, begun, overlapping, hours of the day and the week) and the key of the form,
and writes booking, audit, reminder and key; it takes the lock on the session and nothing else.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from flask import Flask, Response, abort, redirect, request
from flask_login import LoginManager, UserMixin, current_user, login_required
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy.orm import DeclarativeBase, Mapped, relationship

from iopsched.store.tables import Base as Tables

TABLES = Tables.metadata.tables


class Base(DeclarativeBase):
    metadata = Tables.metadata


db = SQLAlchemy(model_class=Base)


class Program(Base):
    __table__ = TABLES["program"]


class Patient(Base, UserMixin):  # type: ignore[misc]
    __table__ = TABLES["patient"]
    program: Mapped[Program] = relationship()
    bookings: Mapped[list[Booking]] = relationship(back_populates="patient")
    plans: Mapped[list[Plan]] = relationship()
    commitments: Mapped[list[Commitment]] = relationship()


class Plan(Base):
    __table__ = TABLES["treatment_plan"]


class Commitment(Base):
    __table__ = TABLES["commitment"]


class Session(Base):
    __table__ = TABLES["session"]
    bookings: Mapped[list[Booking]] = relationship(back_populates="session")


class Booking(Base):
    __table__ = TABLES["booking"]
    patient: Mapped[Patient] = relationship(back_populates="bookings")
    session: Mapped[Session] = relationship(back_populates="bookings")


class Message(Base):
    __table__ = TABLES["message"]


class Audit(Base):
    __table__ = TABLES["audit"]


class Form(Base):
    __table__ = TABLES["request"]


app = Flask(__name__)
app.config.from_mapping(
    SECRET_KEY=os.environ["SECRET_KEY"],
    SQLALCHEMY_DATABASE_URI=os.environ["DATABASE_URL"],
    SESSION_COOKIE_NAME="week",
    WTF_CSRF_TIME_LIMIT=None,
)
db.init_app(app)
CSRFProtect(app)
login = LoginManager(app)


@login.user_loader  # type: ignore[untyped-decorator]
def load(key: str) -> Patient | None:
    return db.session.get(Patient, int(key.split(":")[1]))


@app.get("/healthz")
def is_alive() -> str:
    return "ok"


@app.post("/sessions/<int:session_id>/booking")
@login_required  # type: ignore[untyped-decorator]
def book(session_id: int) -> Any:
    session: Any = db.session.get(Session, session_id, with_for_update=True)
    now = datetime.now(UTC)
    if session is None or session.program_id != current_user.program_id:
        abort(404)
    form = (current_user.id, request.form.get("key", ""))
    if db.session.get(Form, form):
        return redirect("/week", code=303)
    mine = [one for one in current_user.bookings if one.cancelled_at is None]
    if reason := why_not(session, mine, now):
        return Response(reason, 409)
    facts: dict[str, Any] = {"program_id": session.program_id, "session_id": session.id}
    times = {"starts": session.starts, "ends": session.ends, "booked_at": now, "revised_at": now}
    db.session.add(Booking(patient=current_user, uid=uuid4().hex, **facts, **times))
    session.taken += 1
    current_user.schedule_version += 1
    db.session.flush()
    remind(session)
    who = {"actor": f"patient:{current_user.id}", "patient_id": current_user.id}
    db.session.add(Audit(at=now, action="booked", detail={}, origin=request.remote_addr, **facts, **who))
    db.session.add(Form(patient_id=form[0], key=form[1], at=now))
    db.session.commit()
    return redirect("/week", code=303)


def why_not(session: Any, mine: list[Any], now: datetime) -> str:
    taken = [one for one in session.bookings if one.cancelled_at is None]
    if session.is_cancelled or session.starts <= now or len(taken) >= session.seats:
        return "gone"
    if any(one.session.starts < session.ends and session.starts < one.session.ends for one in mine):
        return "overlaps"
    monday = session.day - timedelta(days=session.day.weekday())
    week = [one.session for one in mine if monday <= one.session.day < monday + timedelta(days=7)]
    plan = next((one for one in current_user.plans if one.first_day <= session.day <= one.last_day), None)
    if plan is None or session.modality not in plan.modalities:
        return "plan"
    day = sum(one.counted_minutes for one in week if one.day == session.day) + session.counted_minutes
    total = sum(one.counted_minutes for one in week) + session.counted_minutes
    if day > plan.day_most or total > plan.week_most or any(one.weekday is None for one in current_user.commitments):
        return "hours"
    return ""


def remind(session: Any) -> None:
    key = f"reminder:{current_user.id}:{session.day.isoformat()}"
    message: Any = db.session.query(Message).filter_by(key=key).first()
    due = session.starts - timedelta(days=1)
    if message is None:
        about = {"day": session.day.isoformat()}
        whose = {"program_id": session.program_id, "patient_id": current_user.id}
        message = Message(kind="reminder", key=key, about=about, **whose)
        db.session.add(message)
    message.due_at, message.useless_at = due, session.starts
