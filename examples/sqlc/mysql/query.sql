-- name: CreateCustomer :execlastid
INSERT INTO customers (name, email, plan, settings) VALUES (?, ?, ?, ?);

-- name: CustomerByEmail :one
SELECT * FROM customers WHERE email = ?;

-- name: CustomersByID :many
SELECT * FROM customers WHERE plan = sqlc.arg(plan) AND id IN (sqlc.slice(ids)) ORDER BY name;

-- name: CreateOrder :execlastid
INSERT INTO orders (customer_id, total) VALUES (?, ?);

-- name: OrdersWithCustomers :many
SELECT sqlc.embed(orders), sqlc.embed(customers)
FROM orders JOIN customers ON customers.id = orders.customer_id ORDER BY orders.id;

-- name: SendOrders :execrows
UPDATE orders SET sent = true WHERE customer_id = ? AND NOT sent;

-- name: Annotate :exec
UPDATE orders SET note = sqlc.narg(note), total = coalesce(sqlc.narg(total), total) WHERE id = sqlc.arg(id);

-- name: DeleteOrders :execresult
DELETE FROM orders WHERE id IN (sqlc.slice(ids));
