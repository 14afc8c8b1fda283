package wire_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata/types"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// TestDecodeLikeSDK decodes a page with the AWS SDK and with ours.
func TestDecodeLikeSDK(t *testing.T) {
	body := page(50 << 10)
	got, err := allRows(body)
	if err != nil {
		t.Fatal(err)
	}
	output, err := sdkClient(body).ExecuteStatement(t.Context(), sdkInput())
	if err != nil {
		t.Fatal(err)
	}
	want := make([][]element, len(output.Records))
	for i, record := range output.Records {
		want[i] = make([]element, len(record))
		for j, field := range record {
			want[i][j] = sdkElement(field)
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Error("values differ from those of the SDK")
	}
}

func sdkElement(field types.Field) element {
	switch f := field.(type) {
	case *types.FieldMemberIsNull:
		return element{Kind: wire.Null}
	case *types.FieldMemberBooleanValue:
		return element{Kind: wire.Bool, Bool: f.Value}
	case *types.FieldMemberLongValue:
		return element{Kind: wire.Long, Long: f.Value}
	case *types.FieldMemberStringValue:
		return element{Kind: wire.String, Text: f.Value}
	}
	return element{}
}

// TestAppendJSONLikeSDK compares bodies with those that the AWS SDK sends.
func TestAppendJSONLikeSDK(t *testing.T) {
	request := executeRequest()
	got, err := request.AppendJSON(nil)
	if err != nil {
		t.Fatal(err)
	}
	input := &rdsdata.ExecuteStatementInput{
		ResourceArn:           &request.ResourceARN,
		SecretArn:             &request.SecretARN,
		Database:              &request.Database,
		TransactionId:         &request.TransactionID,
		Sql:                   &request.SQL,
		IncludeResultMetadata: true,
		ContinueAfterTimeout:  true,
	}
	for _, p := range request.Parameters {
		input.Parameters = append(input.Parameters, sdkParameter(p))
	}
	var client recordingClient
	if _, err := sdkClientOver(&client).ExecuteStatement(t.Context(), input); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(document(t, got), document(t, client.body)) {
		t.Errorf("got     %s\nthe SDK %s", got, client.body)
	}
}

func sdkParameter(p wire.Parameter) types.SqlParameter {
	sdk := types.SqlParameter{Name: aws.String(p.Name), TypeHint: types.TypeHint(p.Hint)}
	switch p.Kind {
	case wire.Null:
		sdk.Value = &types.FieldMemberIsNull{Value: true}
	case wire.Bool:
		sdk.Value = &types.FieldMemberBooleanValue{Value: p.Bool}
	case wire.Long:
		sdk.Value = &types.FieldMemberLongValue{Value: p.Long}
	case wire.Double:
		sdk.Value = &types.FieldMemberDoubleValue{Value: p.Double}
	case wire.String:
		sdk.Value = &types.FieldMemberStringValue{Value: p.Text}
	case wire.Blob:
		sdk.Value = &types.FieldMemberBlobValue{Value: p.Blob}
	}
	return sdk
}

// document is a body with its numbers as they are written.
func document(t *testing.T, body []byte) any {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// cannedClient answers every request with the same body.
type cannedClient []byte

func (c cannedClient) Do(*http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode:    http.StatusOK,
		Header:        http.Header{"Content-Type": {"application/json"}},
		Body:          io.NopCloser(bytes.NewReader(c)),
		ContentLength: int64(len(c)),
	}, nil
}

// recordingClient keeps the last request's body and answers with nothing.
type recordingClient struct{ body []byte }

func (c *recordingClient) Do(r *http.Request) (*http.Response, error) {
	var err error
	if c.body, err = io.ReadAll(r.Body); err != nil {
		return nil, err
	}
	return cannedClient(`{}`).Do(r)
}

func sdkClient(answer []byte) *rdsdata.Client {
	return sdkClientOver(cannedClient(answer))
}

func sdkClientOver(client rdsdata.HTTPClient) *rdsdata.Client {
	return rdsdata.New(rdsdata.Options{
		Region:      "eu-central-1",
		HTTPClient:  client,
		Retryer:     aws.NopRetryer{},
		Credentials: aws.CredentialsProviderFunc(staticCredentials),
	})
}

func staticCredentials(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "example"}, nil
}

func sdkInput() *rdsdata.ExecuteStatementInput {
	return &rdsdata.ExecuteStatementInput{
		ResourceArn: aws.String("arn:aws:rds:eu-central-1:123456789012:cluster:c"),
		SecretArn:   aws.String("arn:aws:secretsmanager:eu-central-1:123456789012:secret:s"),
		Sql:         aws.String("SELECT 1"),
	}
}
