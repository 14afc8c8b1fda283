#!/bin/sh
# parcels calls the Data API with the AWS CLI, on either engine.
set -eu

database=${AURORA_DATABASE:-shop}

# data_api runs a command of "aws rds-data" for the cluster. The AWS CLI reads
# the endpoint's variable by itself from 2.13; on AWS it is not set.
data_api() {
	command=$1
	shift
	aws rds-data "$command" ${AWS_ENDPOINT_URL_RDS_DATA:+--endpoint-url "$AWS_ENDPOINT_URL_RDS_DATA"} \
		--resource-arn "$AURORA_CLUSTER_ARN" --secret-arn "$AURORA_SECRET_ARN" "$@"
}

execute() {
	data_api execute-statement --database "$database" "$@"
}

# PostgreSQL wants to be told what a text is meant for; MySQL converts it.
if [ "${AURORADATAAPI_ENGINE:-}" = mysql ]; then
	columns='id bigint primary key, label varchar(40), price decimal(20,2), sent datetime(6)'
	values=':id, :label, :price, :sent'
else
	columns='id bigint primary key, label text, price numeric(20,2), sent timestamptz'
	values=':id, :label, :price::numeric, :sent::timestamptz'
fi

execute --sql "create table parcels ($columns)" --query numberOfRecordsUpdated

execute --sql "insert into parcels values ($values)" --query numberOfRecordsUpdated --parameters '[
	{"name": "id", "value": {"longValue": 9007199254740993}},
	{"name": "label", "value": {"stringValue": "Ærø: 7 °C"}},
	{"name": "price", "value": {"stringValue": "123456789012345678.90"}},
	{"name": "sent", "value": {"stringValue": "2024-02-29 11:14:15.123456"}}]'

# Many rows are one call, all of them or none.
data_api batch-execute-statement --database "$database" --query 'length(updateResults)' \
	--sql 'insert into parcels (id, label) values (:id, :label)' --parameter-sets '[
	[{"name": "id", "value": {"longValue": 1}}, {"name": "label", "value": {"stringValue": "one"}}],
	[{"name": "id", "value": {"longValue": 2}}, {"name": "label", "value": {"isNull": true}}]]'

# A transaction is an id, which ends after three minutes without a call.
id=$(data_api begin-transaction --database "$database" --query transactionId --output text)
execute --transaction-id "$id" --sql "update parcels set label = 'uno' where id = 1" --query numberOfRecordsUpdated
data_api commit-transaction --transaction-id "$id" --query transactionStatus

# What the database refuses is told on standard error.
execute --sql 'insert into parcels (id) values (1)' || echo 'not inserted'

# As records it would come with the type of each field.
execute --sql 'select * from parcels order by id' --format-records-as JSON --query formattedRecords --output text

execute --sql 'drop table parcels' --query numberOfRecordsUpdated
