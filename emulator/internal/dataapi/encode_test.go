package dataapi_test

import (
	"math"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

func TestEncode(t *testing.T) {
	document := "[\"\n\"]"
	response := &dataapi.ExecuteStatementResponse{
		ColumnMetadata:   []dataapi.ColumnMetadata{{Label: "l", Nullable: 2}},
		FormattedRecords: &document,
		GeneratedFields:  []dataapi.Field{},
		Records: records(
			[]dataapi.Field{dataapi.StringField("é\"\\\x01<"), dataapi.LongField(-1), dataapi.DoubleField(math.NaN()), dataapi.DoubleField(0.5)},
			[]dataapi.Field{dataapi.BlobField(nil), dataapi.BooleanField(false), dataapi.Null, {}},
			[]dataapi.Field{dataapi.ArrayField(&dataapi.Array{Member: dataapi.LongValues, Elements: []any{int64(1), nil}}),
				dataapi.ArrayField(&dataapi.Array{Member: dataapi.StringValues}),
				dataapi.ArrayField(&dataapi.Array{Member: dataapi.DoubleValues, Elements: []any{math.Inf(1), 1.0}}),
				dataapi.ArrayField(&dataapi.Array{Member: dataapi.BooleanValues, Elements: []any{true}})},
		),
		NumberOfRecordsUpdated: 3,
	}
	want := `{"columnMetadata":[{"arrayBaseColumnType":0,"isAutoIncrement":false,"isCaseSensitive":false,"isCurrency":false,"isSigned":false,"label":"l","name":"","nullable":2,"precision":0,"scale":0,"schemaName":"","tableName":"","type":0,"typeName":""}],` +
		`"formattedRecords":"[\"\n\"]","generatedFields":[],"numberOfRecordsUpdated":3,"records":[` +
		`[{"stringValue":"é\"\\\u0001<"},{"longValue":-1},{"doubleValue":"NaN"},{"doubleValue":0.5}],` +
		`[{"blobValue":""},{"booleanValue":false},{"isNull":true},{}],` +
		`[{"arrayValue":{"longValues":[1,null]}},{"arrayValue":{"stringValues":[]}},{"arrayValue":{"doubleValues":["Infinity",1]}},{"arrayValue":{"booleanValues":[true]}}]]}`
	got, err := response.AppendJSON(nil)
	if err != nil || string(got) != want {
		t.Errorf("AppendJSON gives %s, %v\nwant %s", got, err, want)
	}
	empty, err := (&dataapi.ExecuteStatementResponse{Records: records()}).AppendJSON(nil)
	if err != nil || string(empty) != `{"numberOfRecordsUpdated":0,"records":[]}` {
		t.Errorf("AppendJSON gives %s, %v", empty, err)
	}
}

func records(rows ...[]dataapi.Field) *dataapi.Records {
	r := &dataapi.Records{}
	for _, row := range rows {
		r.Add(row)
	}
	return r
}
