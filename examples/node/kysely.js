// Program kysely uses Kysely with kysely-data-api, on either engine.

import { RDSData } from '@aws-sdk/client-rds-data'
import { Kysely, sql } from 'kysely'
import { DataApiDialect } from 'kysely-data-api'

const mysql = process.env.AURORADATAAPI_ENGINE === 'mysql'
const db = new Kysely({
  dialect: new DataApiDialect({
    mode: mysql ? 'mysql' : 'postgres',
    driver: {
      client: new RDSData(), // region, credentials and endpoint come from the environment
      resourceArn: process.env.AURORA_CLUSTER_ARN,
      secretArn: process.env.AURORA_SECRET_ARN,
      database: process.env.AURORA_DATABASE ?? 'shop',
    },
  }),
})

await db.schema.dropTable('parcels').ifExists().execute()
await db.schema
  .createTable('parcels')
  .addColumn('id', 'bigint', (column) => column.primaryKey())
  .addColumn('label', 'varchar(40)')
  .addColumn('price', 'decimal(20, 2)')
  .addColumn('sent', mysql ? 'datetime(3)' : 'timestamptz')
  .addColumn('contents', mysql ? 'json' : 'jsonb')
  .addColumn('scan', mysql ? 'blob' : 'bytea')
  .execute()

// What kysely-data-api cannot write itself goes as text: a bigint, which it
// would round, a decimal, JSON. On PostgreSQL a text for another type needs a
// cast; a Date has its hint.
const typed = (text, type) => (mysql ? sql`${text}` : sql`cast(${text} as ${sql.raw(type)})`)
await db
  .insertInto('parcels')
  .values({
    id: typed('9007199254740993', 'bigint'),
    label: 'Ærø: 7 °C',
    price: typed('123456789012345678.90', 'numeric'),
    sent: new Date('2024-02-29T11:14:15.123Z'),
    contents: typed(JSON.stringify({ glass: true, pieces: [1, 2] }), 'jsonb'),
    scan: Buffer.from([0x00, 0xff]),
  })
  .execute()
await db
  .insertInto('parcels')
  .values([
    { id: 1, label: 'one' },
    { id: 2, label: 'two' },
  ])
  .execute()

await db.transaction().execute(async (tx) => {
  await tx.updateTable('parcels').set({ label: 'uno' }).where('id', '=', 1).execute()
  await tx.deleteFrom('parcels').where('id', '=', 2).execute()
})

try {
  await db.transaction().execute(async (tx) => {
    await tx.updateTable('parcels').set({ label: 'never' }).execute()
    await tx.insertInto('parcels').values({ id: 1 }).execute()
  })
} catch (error) {
  console.log(`${error.name}: ${error.message}`)
}

// A bigint above 2^53 is read as text, which it would otherwise lose digits by.
const parcels = await db
  .selectFrom('parcels')
  .select([sql`cast(id as char(20))`.as('id'), 'label', 'price', 'sent', 'contents', 'scan'])
  .orderBy('parcels.id', 'desc')
  .execute()
for (const { id, label, price, sent, contents, scan } of parcels) {
  console.log(id.trim(), label, price, sent)
  console.log(typeof contents === 'string' ? JSON.parse(contents) : contents) // MariaDB's JSON is a text
  console.log(scan && Buffer.from(scan).toString('hex'))
}

await db.schema.dropTable('parcels').execute()
await db.destroy()
