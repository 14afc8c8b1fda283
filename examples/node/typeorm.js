// Program typeorm uses TypeORM with typeorm-aurora-data-api-driver, on either
// engine.

import { DataSource, EntitySchema } from 'typeorm'

const mysql = process.env.AURORADATAAPI_ENGINE === 'mysql'

const Parcel = new EntitySchema({
  name: 'Parcel',
  tableName: 'parcels',
  columns: {
    id: { type: 'bigint', primary: true },
    label: { type: 'varchar', length: 40, nullable: true },
    price: { type: 'decimal', precision: 20, scale: 2, nullable: true },
    sent: { type: mysql ? 'datetime' : 'timestamp', precision: 3, nullable: true },
    contents: { type: mysql ? 'json' : 'jsonb', nullable: true },
    token: { type: mysql ? 'varchar' : 'uuid', length: mysql ? 36 : undefined, nullable: true },
  },
})

const source = await new DataSource({
  type: mysql ? 'aurora-mysql' : 'aurora-postgres',
  resourceArn: process.env.AURORA_CLUSTER_ARN,
  secretArn: process.env.AURORA_SECRET_ARN,
  database: process.env.AURORA_DATABASE ?? 'shop',
  region: process.env.AWS_REGION,
  serviceConfigOptions: { endpoint: process.env.AWS_ENDPOINT_URL_RDS_DATA },
  entities: [Parcel],
}).initialize()

await source.dropDatabase()
await source.synchronize()

// The driver casts by the types of the columns. On MySQL it cuts the fraction
// of a second.
const parcels = source.getRepository(Parcel)
await parcels.insert({
  id: Number.MAX_SAFE_INTEGER,
  label: 'Ærø: 7 °C',
  price: '123456789012345678.90',
  sent: new Date('2024-02-29T11:14:15.123Z'),
  contents: { glass: true, pieces: [1, 2] },
  token: '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
})
await parcels.insert([
  { id: 1, label: 'one' },
  { id: 2, label: 'two' },
])

await source.transaction(async (tx) => {
  await tx.update(Parcel, { id: 1 }, { label: 'uno' })
  await tx.delete(Parcel, { id: 2 })
})

try {
  await source.transaction(async (tx) => {
    await tx.update(Parcel, { id: 1 }, { label: 'never' })
    await tx.insert(Parcel, { id: 1 })
  })
} catch (error) {
  console.log(`${error.name}: ${error.message}`)
}

console.log(await parcels.find({ order: { id: 'DESC' } }))

await source.dropDatabase()
await source.destroy()
