"""Calls the Data API with boto3 alone, on either engine."""

import contextlib
import json
import os

import boto3

# boto3 reads the endpoint's variable by itself from 1.28; on AWS it is not set.
client = boto3.client("rds-data", endpoint_url=os.environ.get("AWS_ENDPOINT_URL_RDS_DATA"))
cluster = {"resourceArn": os.environ["AURORA_CLUSTER_ARN"], "secretArn": os.environ["AURORA_SECRET_ARN"]}
database = os.environ.get("AURORA_DATABASE", "shop")
mysql = os.environ.get("AURORADATAAPI_ENGINE") == "mysql"


def execute(sql, parameters=(), **more):
    return client.execute_statement(**cluster, database=database, sql=sql, parameters=list(parameters), **more)


@contextlib.contextmanager
def transaction():
    """Gives the id of a transaction, which is committed, or rolled back after an error."""
    transaction_id = client.begin_transaction(**cluster, database=database)["transactionId"]
    try:
        yield transaction_id
    except BaseException:
        client.rollback_transaction(**cluster, transactionId=transaction_id)
        raise
    print(client.commit_transaction(**cluster, transactionId=transaction_id)["transactionStatus"])


def text(name, value):
    return {"name": name, "value": {"stringValue": value}}


if mysql:
    columns = "id bigint primary key, label varchar(40), price decimal(20,2), sent datetime(6), contents json, scan blob"
    values = ":id, :label, :price, :sent, :contents, :scan"
else:
    # PostgreSQL wants to be told what a text is meant for; MySQL converts it.
    columns = "id bigint primary key, label text, price numeric(20,2), sent timestamptz, contents jsonb, scan bytea"
    values = ":id, :label, :price::numeric, :sent::timestamptz, :contents::jsonb, :scan"
execute("drop table if exists parcels")
execute(f"create table parcels ({columns})")
execute(
    f"insert into parcels values ({values})",
    [
        {"name": "id", "value": {"longValue": 9007199254740993}},
        text("label", "Ærø: 7 °C"),
        text("price", "123456789012345678.90"),
        text("sent", "2024-02-29 11:14:15.123456"),
        text("contents", json.dumps({"glass": True, "pieces": [1, 2]})),
        {"name": "scan", "value": {"blobValue": b"\x00\xff"}},
    ],
)

# Many rows are one call, all of them or none.
client.batch_execute_statement(
    **cluster,
    database=database,
    sql="insert into parcels (id, label) values (:id, :label)",
    parameterSets=[
        [{"name": "id", "value": {"longValue": n}}, text("label", label)] for n, label in [(1, "one"), (2, "two")]
    ],
)

with transaction() as tx:
    execute("update parcels set label = 'uno' where id = 1", transactionId=tx)
    execute("delete from parcels where id = 2", transactionId=tx)

# boto3 before 1.34 does not know DatabaseErrorException by name; the code of
# the error says it in all versions.
try:
    with transaction() as tx:
        execute("update parcels set label = 'never'", transactionId=tx)
        execute("insert into parcels (id) values (1)", transactionId=tx)
except client.exceptions.ClientError as error:
    print(f"{error.response['Error']['Code']}: {error.response['Error']['Message']}")

result = execute("select * from parcels order by id desc", includeResultMetadata=True)
names = [column["label"] for column in result["columnMetadata"]]
for record in result["records"]:
    for name, field in zip(names, record):
        print(f"{name}: {None if field.get('isNull') else next(iter(field.values()))!r}")

# Or all rows as one text of JSON.
result = execute("select label, price from parcels order by id", formatRecordsAs="JSON")
print(json.loads(result["formattedRecords"]))

execute("drop table parcels")
