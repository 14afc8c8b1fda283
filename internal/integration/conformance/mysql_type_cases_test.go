package conformance_test

// mySQLTypeCases are the types of MySQL's columns, and those of their values that
// are hard to carry.
var mySQLTypeCases = []typeCase{
	// Integers.
	{"tinyint(1)", list(`1`, `0`, `2`, `-1`, `127`)},
	{"bool", list(`true`, `false`)},
	{"tinyint(1) unsigned", list(`1`, `255`)},
	{"tinyint", list(`-5`, `1`, `127`)},
	{"tinyint unsigned", list(`250`)},
	{"smallint", list(`-300`, `32767`)},
	{"smallint unsigned", list(`65000`)},
	{"mediumint", list(`-70000`)},
	{"mediumint unsigned", list(`70000`)},
	{"int", list(`-42`, `2147483647`)},
	{"int unsigned", list(`4000000000`)},
	{"int(5) zerofill", list(`42`)},
	{"bigint", list(`-9007199254740993`, `9223372036854775807`, `-9223372036854775808`)},
	{"bigint unsigned", list(`1`, `9223372036854775807`, `9223372036854775808`, `18446744073709551615`)},
	{"int not null", list(`1`)},
	{"bigint unsigned not null", list(`1`, `18446744073709551615`)},
	{"tinyint(1) not null", list(`1`, `2`)},

	// Fractions.
	{"decimal(10,2)", list(`12.30`, `-0.05`, `0`)},
	{"decimal(10,2) unsigned", list(`12.30`)},
	{"decimal(65,30)", list(`1.5`, `12345678901234567890123456789012345.000000000000000000000000000001`)},
	{"decimal(20)", list(`12345678901234567890`)},
	{"float", list(`1.1`, `0.1`, `3.4028234663852886e38`, `1e-38`, `16777216`, `-0.0`, `1234567`)},
	{"float unsigned", list(`1.1`)},
	{"float(7,2)", list(`1.1`)},
	{"double", list(`1.1`, `0.1 + 0.2e0`, `1e300`, `1e-300`, `123456789012345680`, `1.7976931348623157e308`)},
	{"double(10,3)", list(`1.5`)},
	{"double not null", list(`1.1`)},

	// Bits.
	{"bit(1)", list(`b'1'`, `b'0'`)},
	{"bit(10)", list(`b'1010101010'`, `b'1'`, `b'0'`)},
	{"bit(64)", list(`b'1'`, `b'1111111111111111111111111111111111111111111111111111111111111111'`)},
	{"bit(8) not null", list(`b'110001'`)},

	// Text.
	{"char(5)", list(`'abc'`, `''`, `'é  '`)},
	{"varchar(20)", list(`'héllo'`, `''`, `'NULL'`, `'it''s "so"'`, `'back\\slash'`, `'😀'`)},
	{"varchar(20) not null", list(`'x'`)},
	{"varchar(20) character set latin1", list(`'é'`)},
	{"varchar(20) character set ascii", list(`'e'`)},
	{"varchar(20) collate utf8mb4_bin", list(`'x'`)},
	{"tinytext", list(`'t'`)},
	{"text", list(`'text'`, `'a\tb\nc\0d'`)},
	{"mediumtext", list(`'m'`)},
	{"longtext", list(`'l'`)},
	{"enum('a','b')", list(`'b'`, `''`)},
	{"set('x','y','z')", list(`'x,z'`, `''`)},
	{"json", list(`'{"a": 1}'`, `'[1,  2]'`, `'null'`, `'"é"'`, `'1.50'`)},

	// Bytes.
	{"binary(4)", list(`x'0001'`)},
	{"varbinary(8)", list(`x'00ff'`, `x''`)},
	{"tinyblob", list(`x'01'`)},
	{"blob", list(`x'01ff'`, `x''`, `'text'`)},
	{"mediumblob", list(`x'01'`)},
	{"longblob", list(`x'01'`)},
	{"blob not null", list(`x'01'`)},

	// Dates and times.
	{"date", list(`'2024-02-29'`, `'1000-01-01'`, `'9999-12-31'`, `'0001-01-01'`, `'0000-00-00'`, `'2024-00-00'`)},
	{"date not null", list(`'2024-02-29'`)},
	{"datetime", list(`'2024-02-29 13:14:15'`, `'2024-02-29 00:00:00'`, `'9999-12-31 23:59:59'`, `'0000-00-00 00:00:00'`)},
	{"datetime(1)", list(`'2024-02-29 13:14:15.1'`)},
	{"datetime(3)", list(`'2024-02-29 13:14:15.120'`, `'2024-02-29 13:14:15'`)},
	{"datetime(6)", list(`'2024-02-29 13:14:15.123456'`, `'2024-02-29 13:14:15.1'`, `'2024-02-29 13:14:15.000001'`, `'2024-02-29 13:14:15'`, `'0000-00-00 00:00:00'`)},
	{"datetime not null", list(`'2024-02-29 13:14:15'`)},
	{"timestamp null", list(`'2024-02-29 13:14:15'`, `'1970-01-02 00:00:01'`, `'2038-01-19 03:14:07'`)},
	{"timestamp(3) null", list(`'2024-02-29 13:14:15.123'`)},
	{"timestamp(6) null", list(`'2024-02-29 13:14:15.123456'`)},
	{"time", list(`'13:14:15'`, `'00:00:00'`, `'23:59:59'`, `'24:00:00'`, `'-00:00:01'`, `'838:59:59'`, `'-838:59:59'`)},
	{"time(3)", list(`'13:14:15.5'`)},
	{"time(6)", list(`'13:14:15.123456'`, `'13:14:15.5'`, `'13:14:15'`, `'-13:14:15.000001'`, `'100:00:00.5'`)},
	{"year", list(`2024`, `1901`, `0`)},

	// Geometry.
	{"geometry", list(`ST_GeomFromText('POINT(1 2)')`)},
	{"point", list(`ST_GeomFromText('POINT(1 2)')`, `ST_GeomFromText('POINT(0.1 1e300)')`)},
	{"linestring", list(`ST_GeomFromText('LINESTRING(0 0,1 1)')`)},
	{"polygon", list(`ST_GeomFromText('POLYGON((0 0,1 0,1 1,0 0))')`)},
}
