// Program sdk calls the Data API with the AWS SDK alone, on either engine.

import {
  BatchExecuteStatementCommand,
  BeginTransactionCommand,
  CommitTransactionCommand,
  DatabaseErrorException,
  ExecuteStatementCommand,
  RDSDataClient,
  RollbackTransactionCommand,
} from '@aws-sdk/client-rds-data'

const client = new RDSDataClient() // region, credentials and endpoint come from the environment
const cluster = { resourceArn: process.env.AURORA_CLUSTER_ARN, secretArn: process.env.AURORA_SECRET_ARN }
const database = process.env.AURORA_DATABASE ?? 'shop'
const mysql = process.env.AURORADATAAPI_ENGINE === 'mysql'

const execute = (sql, parameters, more) =>
  client.send(new ExecuteStatementCommand({ ...cluster, database, sql, parameters, ...more }))

const columns = mysql
  ? 'id bigint primary key, label varchar(40), price decimal(20,2), sent datetime(6), contents json, scan blob'
  : 'id bigint primary key, label text, price numeric(20,2), sent timestamptz, contents jsonb, scan bytea'
await execute('drop table if exists parcels')
await execute(`create table parcels (${columns})`)

// A JavaScript number has 53 bits, a Date and the hint TIMESTAMP have
// milliseconds: what has more goes as text. PostgreSQL wants to be told what a
// text is meant for; MySQL converts it.
const values = mysql
  ? ':id, :label, :price, :sent, :contents, :scan'
  : ':id::bigint, :label, :price::numeric, :sent::timestamptz, :contents::jsonb, :scan'
const text = (name, stringValue) => ({ name, value: { stringValue } })
await execute(`insert into parcels values (${values})`, [
  text('id', '9007199254740993'),
  text('label', 'Ærø: 7 °C'),
  text('price', '123456789012345678.90'),
  text('sent', '2024-02-29 11:14:15.123456'),
  text('contents', '{"glass": true, "pieces": [1, 2]}'),
  { name: 'scan', value: { blobValue: Buffer.from([0x00, 0xff]) } },
])

// Many rows are one call, all of them or none.
const row = (id, label) => [{ name: 'id', value: { longValue: id } }, text('label', label)]
await client.send(
  new BatchExecuteStatementCommand({
    ...cluster,
    database,
    sql: 'insert into parcels (id, label) values (:id, :label)',
    parameterSets: [row(1, 'one'), row(2, 'two')],
  }),
)

// transaction commits what work has done with its statements, or nothing.
async function transaction(work) {
  const { transactionId } = await client.send(new BeginTransactionCommand({ ...cluster, database }))
  try {
    await work((sql, parameters) => execute(sql, parameters, { transactionId }))
  } catch (error) {
    await client.send(new RollbackTransactionCommand({ ...cluster, transactionId }))
    throw error
  }
  const { transactionStatus } = await client.send(new CommitTransactionCommand({ ...cluster, transactionId }))
  return transactionStatus
}

const status = await transaction(async (run) => {
  await run("update parcels set label = 'uno' where id = 1")
  await run('delete from parcels where id = 2')
})
console.log(status)

try {
  await transaction(async (run) => {
    await run("update parcels set label = 'never'")
    await run('insert into parcels (id) values (1)')
  })
} catch (error) {
  if (!(error instanceof DatabaseErrorException)) throw error
  console.log(`${error.name}: ${error.message}`)
}

// Numbers that a JavaScript number would round are asked for as text.
const { records, columnMetadata } = await execute('select * from parcels order by id desc', undefined, {
  includeResultMetadata: true,
  resultSetOptions: { longReturnType: 'STRING' },
})
for (const record of records) {
  for (const [i, field] of record.entries()) {
    const value = field.isNull ? null : Object.values(field)[0]
    console.log(`${columnMetadata[i].label}: ${value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value}`)
  }
}

// Or all rows as one text of JSON.
const { formattedRecords } = await execute('select label, price from parcels order by id', undefined, { formatRecordsAs: 'JSON' })
console.log(formattedRecords)

await execute('drop table parcels')
