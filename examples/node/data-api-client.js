// Program data-api-client uses Jeremy Daly's data-api-client, version 1, on
// either engine.

import dataApiClient from 'data-api-client'

const mysql = process.env.AURORADATAAPI_ENGINE === 'mysql'
const db = dataApiClient({
  engine: mysql ? 'mysql' : 'pg',
  resourceArn: process.env.AURORA_CLUSTER_ARN,
  secretArn: process.env.AURORA_SECRET_ARN,
  database: process.env.AURORA_DATABASE ?? 'shop',
  // Version 2 of the AWS SDK, below it, does not read this variable; on AWS it
  // is not set and the endpoint is that of the region.
  options: { endpoint: process.env.AWS_ENDPOINT_URL_RDS_DATA },
})

const columns = mysql
  ? 'id bigint primary key, label varchar(40), price decimal(20,2), sent datetime(3), scan blob'
  : 'id bigint primary key, label text, price numeric(20,2), sent timestamp, scan bytea'
await db.query('drop table if exists parcels')
await db.query(`create table parcels (${columns})`)

// The id is below 2^53, which is as far as a JavaScript number goes. A text for
// another type says so with cast; a Date goes as a TIMESTAMP by itself.
await db.query('insert into parcels values (:id, :label, :price, :sent, :scan)', [
  { id: Number.MAX_SAFE_INTEGER, label: 'Ærø: 7 °C', sent: new Date('2024-02-29T11:14:15.123Z'), scan: Buffer.from([0x00, 0xff]) },
  { name: 'price', value: '123456789012345678.90', cast: mysql ? 'decimal(20,2)' : 'numeric' },
])

// An array of arrays is a batch: one call.
await db.query('insert into parcels (id, label) values (:id, :label)', [
  [{ id: 1, label: 'one' }],
  [{ id: 2, label: 'two' }],
])

const done = await db
  .transaction()
  .query('update parcels set label = :label where id = :id', { id: 1, label: 'uno' })
  .query('delete from parcels where id = :id', { id: 2 })
  .commit()
console.log(done.at(-1))

try {
  await db
    .transaction()
    .query('update parcels set label = :label', { label: 'never' })
    .query('insert into parcels (id) values (:id)', { id: 1 })
    .rollback((error, status) => console.log(`${error.code}: ${error.message}: ${status.transactionStatus}`))
    .commit()
} catch (error) {
  console.log(error.message)
}

// A Date comes back for a date or a time, a text for a number with decimals.
const { records } = await db.query('select * from parcels order by id desc')
for (const { sent, scan, ...parcel } of records) {
  console.log({ ...parcel, sent: sent && sent.toISOString(), scan: scan && scan.toString('hex') })
}

await db.query('drop table parcels')
