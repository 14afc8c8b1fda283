// Program drizzle uses Drizzle ORM, on PostgreSQL: for the Data API it has no
// other.

import { RDSDataClient } from '@aws-sdk/client-rds-data'
import { desc, eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/aws-data-api/pg'
import { bigint, jsonb, numeric, pgTable, text, timestamp, uuid, varchar } from 'drizzle-orm/pg-core'

const parcels = pgTable('parcels', {
  id: bigint({ mode: 'number' }).primaryKey(),
  label: varchar({ length: 40 }),
  price: numeric({ precision: 20, scale: 2 }),
  sent: timestamp({ precision: 3 }),
  contents: jsonb(),
  tags: text().array(),
  token: uuid(),
})

const db = drizzle(new RDSDataClient(), {
  resourceArn: process.env.AURORA_CLUSTER_ARN,
  secretArn: process.env.AURORA_SECRET_ARN,
  database: process.env.AURORA_DATABASE ?? 'shop',
})

// drizzle-kit makes the table of a program that is not an example.
await db.execute(sql`drop table if exists parcels`)
await db.execute(sql`create table parcels (id bigint primary key, label varchar(40), price numeric(20,2),
  sent timestamp(3), contents jsonb, tags text[], token uuid)`)

// The id is below 2^53: Drizzle sends no bigint to the Data API.
await db.insert(parcels).values({
  id: Number.MAX_SAFE_INTEGER,
  label: 'Ærø: 7 °C',
  price: '123456789012345678.90',
  sent: new Date('2024-02-29T11:14:15.123Z'),
  contents: { glass: true, pieces: [1, 2] },
  tags: ['a,b', '"c"'],
  token: '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
})
await db.insert(parcels).values([
  { id: 1, label: 'one' },
  { id: 2, label: 'two' },
])

await db.transaction(async (tx) => {
  await tx.update(parcels).set({ label: 'uno' }).where(eq(parcels.id, 1))
  await tx.delete(parcels).where(eq(parcels.id, 2))
})

try {
  await db.transaction(async (tx) => {
    await tx.update(parcels).set({ label: 'never' })
    await tx.insert(parcels).values({ id: 1 })
  })
} catch (error) {
  console.log(`${error.cause.name}: ${error.cause.message}`)
}

for (const parcel of await db.select().from(parcels).orderBy(desc(parcels.id))) {
  console.log(parcel)
}

await db.execute(sql`drop table parcels`)
