CREATE TYPE status AS ENUM ('open', 'paid', 'sent');

CREATE TABLE customers (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name       text NOT NULL,
    email      text UNIQUE,
    tags       text[] NOT NULL,
    settings   jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE orders (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES customers,
    status      status NOT NULL DEFAULT 'open',
    pieces      uuid[] NOT NULL,
    total       numeric(12,2) NOT NULL,
    note        text
);
