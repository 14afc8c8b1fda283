-- name: CreateCustomer :one
INSERT INTO customers (name, email, tags, settings) VALUES ($1, $2, $3, $4) RETURNING *;

-- name: CustomerByEmail :one
SELECT * FROM customers WHERE email = $1;

-- name: CustomersByID :many
SELECT * FROM customers WHERE id = ANY (@ids::uuid[]) ORDER BY name;

-- name: CustomersTagged :many
SELECT name FROM customers WHERE tags @> @tags::text[] AND settings ->> 'plan' = @plan::text ORDER BY name;

-- name: CreateOrder :one
INSERT INTO orders (customer_id, pieces, total) VALUES ($1, $2, $3) RETURNING id;

-- name: OrdersWithCustomers :many
SELECT sqlc.embed(orders), sqlc.embed(customers)
FROM orders JOIN customers ON customers.id = orders.customer_id ORDER BY orders.id;

-- name: SetStatus :execrows
UPDATE orders SET status = @status WHERE customer_id = @customer_id AND status = @previous;

-- name: Annotate :exec
UPDATE orders SET note = sqlc.narg(note), total = coalesce(sqlc.narg(total), total) WHERE id = @id;

-- name: DeleteOrders :execresult
DELETE FROM orders WHERE id = ANY (@ids::bigint[]);
