package mysql

import (
	"strings"
	"sync"
)

// IsHarmless reports whether a function of MySQL, by its name in lower case, does
// nothing but return a value, so that a query that calls it may be run once more. It
// knows those that queries are made of; of any other it says no, since a stored
// function may do anything. One of a schema is never harmless.
func IsHarmless(function string) bool { return harmless()[function] }

var harmless = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for name := range strings.FieldsSeq(harmlessFunctions) {
		set[name] = true
	}
	return set
})

const harmlessFunctions = `
	cast convert coalesce greatest least if ifnull nullif isnull interval binary values default grouping any_value in not exists
	any some all and or xor row char_length character_length

	abs acos asin atan atan2 ceil ceiling conv cos cot crc32 degrees exp floor ln log log10 log2 mod pi pow power radians
	rand round sign sin sqrt tan truncate div

	ascii bin bit_length char chr concat concat_ws elt export_set field find_in_set format from_base64 hex insert instr lcase
	left length locate lower lpad ltrim make_set mid oct octet_length ord position quote regexp_instr regexp_like
	regexp_replace regexp_substr repeat replace reverse right rpad rtrim soundex space strcmp substr substring
	substring_index to_base64 trim ucase unhex upper weight_string match against natural_sort_key sformat

	adddate addtime convert_tz curdate current_date current_time current_timestamp curtime date date_add date_format
	date_sub datediff day dayname dayofmonth dayofweek dayofyear extract from_days from_unixtime get_format hour last_day
	localtime localtimestamp makedate maketime microsecond minute month monthname now period_add period_diff quarter
	sec_to_time second str_to_date subdate subtime sysdate time time_format time_to_sec timediff timestamp timestampadd
	timestampdiff to_days to_seconds unix_timestamp utc_date utc_time utc_timestamp week weekday weekofyear year yearweek
	to_char add_months

	avg bit_and bit_or bit_xor count group_concat json_arrayagg json_objectagg max min std stddev stddev_pop stddev_samp sum
	var_pop var_samp variance cume_dist dense_rank first_value lag last_value lead median nth_value ntile percent_rank
	percentile_cont percentile_disc rank row_number over

	json_array json_array_append json_array_insert json_contains json_contains_path json_depth json_extract json_insert
	json_keys json_length json_merge json_merge_patch json_merge_preserve json_object json_overlaps json_pretty json_quote
	json_remove json_replace json_schema_valid json_schema_validation_report json_search json_set json_storage_free
	json_storage_size json_table json_type json_unquote json_valid json_value json_compact json_detailed json_equals
	json_exists json_loose json_normalize json_query

	aes_decrypt aes_encrypt compress md5 random_bytes sha sha1 sha2 statement_digest statement_digest_text uncompress
	uncompressed_length inet_aton inet_ntoa inet6_aton inet6_ntoa is_ipv4 is_ipv4_compat is_ipv4_mapped is_ipv6 is_uuid
	uuid uuid_short uuid_to_bin bin_to_uuid sys_guid bit_count

	charset coercibility collation connection_id current_role current_user database found_rows icu_version row_count schema
	session_user system_user user version name_const is_free_lock is_used_lock

	geomcollection geometrycollection linestring mbrcontains mbrcoveredby mbrcovers mbrdisjoint mbrequals mbrintersects
	mbroverlaps mbrtouches mbrwithin multilinestring multipoint multipolygon point polygon st_area st_asbinary st_asgeojson
	st_astext st_aswkb st_aswkt st_buffer st_buffer_strategy st_centroid st_collect st_contains st_convexhull st_crosses
	st_difference st_dimension st_disjoint st_distance st_distance_sphere st_endpoint st_envelope st_equals st_exteriorring
	st_geohash st_geomcollfromtext st_geomcollfromwkb st_geometryn st_geometrytype st_geomfromgeojson st_geomfromtext
	st_geomfromwkb st_interiorringn st_intersection st_intersects st_isclosed st_isempty st_issimple st_isvalid
	st_latfromgeohash st_latitude st_length st_linefromtext st_linefromwkb st_linestringfromtext st_longfromgeohash
	st_longitude st_makeenvelope st_mlinefromtext st_mpointfromtext st_mpolyfromtext st_numgeometries st_numinteriorring
	st_numpoints st_overlaps st_pointfromgeohash st_pointfromtext st_pointfromwkb st_pointn st_polyfromtext st_polygonfromtext
	st_simplify st_srid st_startpoint st_swapxy st_symdifference st_touches st_transform st_union st_validate st_within st_x
	st_y`
