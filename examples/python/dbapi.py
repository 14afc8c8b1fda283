"""Uses aurora-data-api, Python's DB-API over the Data API, on either engine."""

import datetime
import decimal
import json
import os

import aurora_data_api

# The ARNs come from AURORA_CLUSTER_ARN and AURORA_SECRET_ARN, region,
# credentials and endpoint from the environment too.
database = os.environ.get("AURORA_DATABASE", "shop")
mysql = os.environ.get("AURORADATAAPI_ENGINE") == "mysql"


def connect():
    return aurora_data_api.connect(database=database)


if mysql:
    columns = "id bigint primary key, label varchar(40), price decimal(20,2), packed date, sent datetime(6), contents json, scan blob"
    values = ":id, :label, :price, :packed, :sent, :contents, :scan"
else:
    # A text for another type needs a cast; dates and decimals are hinted.
    columns = "id bigint primary key, label text, price numeric(20,2), packed date, sent timestamp, contents jsonb, scan bytea"
    values = ":id, :label, :price, :packed, :sent::timestamp, :contents::jsonb, :scan"

# A connection is in a transaction from its first cursor on. On MySQL a
# statement such as CREATE TABLE commits by itself all the same.
with connect() as connection, connection.cursor() as cursor:
    cursor.execute("drop table if exists parcels")
    cursor.execute(f"create table parcels ({columns})")

# A datetime is sent with microseconds, which the service does not promise to
# take: as a text it has any digits.
parcel = {
    "id": 9007199254740993,
    "label": "Ærø: 7 °C",
    "price": decimal.Decimal("123456789012345678.90"),
    "packed": datetime.date(2024, 2, 29),
    "sent": "2024-02-29 11:14:15.123456",
    "contents": json.dumps({"glass": True, "pieces": [1, 2]}),
    "scan": b"\x00\xff",
}
with connect() as connection, connection.cursor() as cursor:
    cursor.execute(f"insert into parcels values ({values})", parcel)
    cursor.executemany(
        "insert into parcels (id, label) values (:id, :label)", [{"id": 1, "label": "one"}, {"id": 2, "label": "two"}]
    )
    cursor.execute("delete from parcels where id = :id", {"id": 2})
    print("deleted", cursor.rowcount)

try:
    with connect() as connection, connection.cursor() as cursor:
        cursor.execute("update parcels set label = :label", {"label": "never"})
        cursor.execute("insert into parcels (id) values (:id)", {"id": 1})
except aurora_data_api.DatabaseError as error:
    # A violated key of PostgreSQL has no class of its own there.
    print(f"{type(error).__name__}: {error}")

with connect() as connection, connection.cursor() as cursor:
    cursor.execute("select * from parcels order by id desc")
    names = [column.name for column in cursor.description]
    for row in cursor:
        for name, value in zip(names, row):
            print(f"{name}: {value!r}")

with connect() as connection, connection.cursor() as cursor:
    cursor.execute("drop table parcels")
