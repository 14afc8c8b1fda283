create table numbers (
	id tinyint unsigned auto_increment primary key, a smallint default 1, b mediumint not null default -5, c bigint unsigned, d decimal(10,0),
	e decimal(10,2) unsigned default 1.50, f float, g double, h bool default true, i bit(4) default b'101', j int zerofill, k tinyint(1)
) auto_increment = 100;
create table texts (
	id bigint auto_increment primary key, a varchar(20) default 'it''s', b varchar(20) not null comment 'a column: it''s $1 :name ?', c text, d char(3),
	e varbinary(20), f binary(3), g longtext, h json, i mediumblob, j tinytext character set latin1, k varchar(10) collate utf8mb4_bin
) comment = 'all that is text: it''s "quoted" $1 :name ?';
create table times (
	id int primary key, a timestamp default current_timestamp on update current_timestamp, b datetime(3), c date default '2024-02-29', d time(2),
	e year, f datetime(6) not null default current_timestamp(6)
);
create table shapes (id int primary key, a point not null, b polygon, c geometry, spatial index a_shape (a));
create table sets (id int primary key, a set('x', 'y', 'z'), b set('it''s') not null);
create table moods (id binary(16) primary key, a enum('sad', 'ok', 'it''s') not null default 'ok', b enum('x'));
create table areas (
	id int primary key, w int, h int, area int generated always as (w * h) stored, half int generated always as (w / 2) virtual,
	constraint positive check (w > 0 and h > 0), constraint odd check (w <> 13)
);
create table pairs (a int, b varchar(20), c int unique, primary key (a, b));
create table pair_owners (
	id int primary key, a int, b varchar(20),
	constraint owned foreign key (a, b) references pairs (a, b) on update cascade on delete set null
);
create table trees (id int primary key, parent int, label varchar(100), constraint parent foreign key (parent) references trees (id) on delete cascade);
create table lefts (id int primary key, the_right int);
create table rights (id int primary key, the_left int, constraint the_left foreign key (the_left) references lefts (id));
alter table lefts add constraint the_right foreign key (the_right) references rights (id) on delete restrict;
create unique index once on trees (parent, label);
create index part on texts (c(10), a desc);
create fulltext index words on texts (g);
