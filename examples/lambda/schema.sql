create table stock (
	item text primary key,
	pieces int not null check (pieces >= 0)
);
create table orders (
	message_id uuid primary key,
	item text not null references stock,
	pieces int not null check (pieces > 0),
	taken_at timestamptz not null default now()
);
insert into stock values ('apple', 10), ('bolt', 100);
