package club

//go:generate go run entgo.io/ent/cmd/ent@v0.14.5 generate --feature sql/upsert,sql/modifier,sql/lock,sql/execquery,sql/versioned-migration --target . ./schema
