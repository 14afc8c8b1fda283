"""Uses SQLAlchemy with sqlalchemy-aurora-data-api, on either engine."""

import datetime
import decimal
import os

import sqlalchemy as sa
import sqlalchemy_aurora_data_api
from sqlalchemy.orm import Session, declarative_base

# The ARNs come from AURORA_CLUSTER_ARN and AURORA_SECRET_ARN, region,
# credentials and endpoint from the environment too.
database = os.environ.get("AURORA_DATABASE", "shop")
scheme = os.environ.get("AURORADATAAPI_ENGINE", "postgresql")
sqlalchemy_aurora_data_api.register_dialects()
engine = sa.create_engine(f"{scheme}+auroradataapi://:@/{database}")

Base = declarative_base()


class Parcel(Base):
    __tablename__ = "parcels"

    id = sa.Column(sa.BigInteger, primary_key=True, autoincrement=False)
    label = sa.Column(sa.String(40))
    price = sa.Column(sa.Numeric(20, 2))
    packed = sa.Column(sa.Date)
    sent = sa.Column(sa.DateTime)
    contents = sa.Column(sa.JSON)
    scan = sa.Column(sa.LargeBinary)


Base.metadata.create_all(engine)

# The dialect sends milliseconds, and on PostgreSQL reads decimals by way of
# floating point numbers, which have 15 digits.
with Session(engine) as session, session.begin():
    session.add(
        Parcel(
            id=9007199254740993,
            label="Ærø: 7 °C",
            price=decimal.Decimal("12345678.90"),
            packed=datetime.date(2024, 2, 29),
            sent=datetime.datetime(2024, 2, 29, 11, 14, 15, 123000),
            contents={"glass": True, "pieces": [1, 2]},
            scan=b"\x00\xff",
        )
    )
    session.add(Parcel(id=1, label="one"))
    session.add(Parcel(id=2, label="two"))

with Session(engine) as session, session.begin():
    session.get(Parcel, 1).label = "uno"
    session.delete(session.get(Parcel, 2))

try:
    with Session(engine) as session, session.begin():
        session.execute(sa.update(Parcel).values(label="never"))
        session.add(Parcel(id=1))
except sa.exc.DBAPIError as error:
    print(f"{type(error).__name__}: {error.orig}")

with Session(engine) as session:
    for parcel in session.scalars(sa.select(Parcel).order_by(Parcel.id.desc())):
        print(parcel.id, parcel.label, parcel.price, parcel.packed, parcel.sent, parcel.contents, parcel.scan)

Base.metadata.drop_all(engine)
