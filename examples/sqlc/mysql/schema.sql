CREATE TABLE customers (
    id         bigint AUTO_INCREMENT PRIMARY KEY,
    name       varchar(100) NOT NULL,
    email      varchar(100) UNIQUE,
    plan       enum('free', 'paid') NOT NULL,
    settings   json NOT NULL,
    created_at datetime NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE orders (
    id          bigint AUTO_INCREMENT PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers (id),
    sent        tinyint(1) NOT NULL DEFAULT 0,
    total       decimal(12,2) NOT NULL,
    note        text
);
