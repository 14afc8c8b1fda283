// Program knex uses Knex with knex-aurora-data-api-client, on either engine.

import knex from 'knex'
import clients from 'knex-aurora-data-api-client'

const mysql = process.env.AURORADATAAPI_ENGINE === 'mysql'
const db = knex({
  client: mysql ? clients.mysql : clients.postgres,
  connection: {
    resourceArn: process.env.AURORA_CLUSTER_ARN,
    secretArn: process.env.AURORA_SECRET_ARN,
    database: process.env.AURORA_DATABASE ?? 'shop',
    // Version 2 of the AWS SDK, below it, does not read this variable; on AWS it
    // is not set and the endpoint is that of the region.
    options: { endpoint: process.env.AWS_ENDPOINT_URL_RDS_DATA },
  },
})

await db.schema.dropTableIfExists('parcels')
await db.schema.createTable('parcels', (table) => {
  table.bigInteger('id').primary()
  table.string('label', 40)
  table.decimal('price', 20, 2)
  table.datetime('sent', { precision: 3 })
  table.jsonb('contents')
})

// The client writes the values into the text of the statement: no cast is
// needed, and the text may not be longer than the service takes.
await db('parcels').insert({
  id: '9007199254740993',
  label: 'Ærø: 7 °C',
  price: '123456789012345678.90',
  sent: '2024-02-29 11:14:15.123',
  contents: JSON.stringify({ glass: true, pieces: [1, 2] }),
})
await db('parcels').insert([
  { id: 1, label: 'one' },
  { id: 2, label: 'two' },
])

await db.transaction(async (tx) => {
  await tx('parcels').where({ id: 1 }).update({ label: 'uno' })
  await tx('parcels').where({ id: 2 }).del()
})

try {
  await db.transaction(async (tx) => {
    await tx('parcels').update({ label: 'never' })
    await tx('parcels').insert({ id: 1 })
  })
} catch (error) {
  console.log(`${error.code}: ${error.message}`)
}

// A bigint above 2^53 is read as text, which it would otherwise lose digits by.
const id = db.raw('cast(id as char(20)) as id')
const rows = await db('parcels').select(id, 'label', 'price', 'sent', 'contents').orderBy('parcels.id', 'desc')
for (const { id, label, price, sent, contents } of rows) {
  console.log(id.trim(), label, price, sent)
  console.log(typeof contents === 'string' ? JSON.parse(contents) : contents) // MariaDB's JSON is a text
}

await db.schema.dropTable('parcels')
await db.destroy()
