package chaos_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata/types"

	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// TestChaosOfSDK makes the same storm meet the plain client of the SDK. It must
// write rows twice.
func TestChaosOfSDK(t *testing.T) { onEachEngine(t, testChaosOfSDK) }

func testChaosOfSDK(t *testing.T) {
	table(t, "chaos_sdk", "program int, token text")
	raise(t)
	counts := runSDK(t)
	calm(t, "plain SDK")
	settle(t)
	found, err := tokens(t.Context(), "chaos_sdk")
	if err != nil {
		t.Fatal(err)
	}
	twice, denied := 0, 0
	for token, n := range found {
		if n > 1 {
			twice++
		}
		if counts.fates[token] == discarded {
			denied++
		}
	}
	tell(t, "plain SDK on %s: seed %d, %d operations: %d rows are there more than once, %d that were said to have failed", spoken.engine, *seed, *operations, twice, denied)
	if twice == 0 {
		t.Error("the plain client writes no row twice: these faults prove nothing")
	}
}

// runSDK has programs with a client each do all operations.
func runSDK(t *testing.T) *ledger {
	t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: *programs}
	defer transport.CloseIdleConnections()
	l := newLedger()
	inParallel(func(id, count int) {
		p := &sdkProgram{client: newSDK(transport), id: id, random: rand.New(rand.NewPCG(*seed, uint64(id))), ledger: l}
		for i := range count {
			p.step(t.Context(), fmt.Sprintf("row %d-%d", id, i))
		}
	})
	return l
}

// newSDK returns a client as the SDK makes it, retries included.
func newSDK(transport *http.Transport) *rdsdata.Client {
	return rdsdata.New(rdsdata.Options{
		BaseEndpoint: aws.String(cluster.Server.URL()),
		Region:       "us-east-1",
		Credentials:  credentials.NewStaticCredentialsProvider("local", "local", ""),
		HTTPClient:   &http.Client{Transport: transport},
	})
}

// sdkProgram is a program that uses the plain client.
type sdkProgram struct {
	client *rdsdata.Client
	id     int
	random *rand.Rand
	ledger *ledger
}

// step inserts a row, by itself, in a batch or in a transaction. A program of this
// client takes every error for a failure.
func (p *sdkProgram) step(ctx context.Context, token string) {
	ways := []func(context.Context, string) error{p.insert, p.batch, p.transaction}
	f := committed
	if err := ways[p.random.IntN(len(ways))](ctx, token); err != nil {
		f = discarded
	}
	p.ledger.note(f, token)
}

func (p *sdkProgram) insert(ctx context.Context, token string) error {
	return p.insertIn(ctx, nil, token)
}

func (p *sdkProgram) insertIn(ctx context.Context, transaction *string, token string) error {
	_, err := p.client.ExecuteStatement(ctx, &rdsdata.ExecuteStatementInput{
		ResourceArn: p.cluster(), SecretArn: p.secret(), Database: aws.String(cluster.Config().Database), TransactionId: transaction,
		Sql: aws.String(sdkInsertion), Parameters: p.row(token),
	})
	return err
}

const sdkInsertion = "insert into chaos_sdk values (:program, :token)"

func (p *sdkProgram) row(token string) []types.SqlParameter {
	return []types.SqlParameter{
		{Name: aws.String("program"), Value: &types.FieldMemberLongValue{Value: int64(p.id)}},
		{Name: aws.String("token"), Value: &types.FieldMemberStringValue{Value: token}},
	}
}

func (p *sdkProgram) batch(ctx context.Context, token string) error {
	_, err := p.client.BatchExecuteStatement(ctx, &rdsdata.BatchExecuteStatementInput{
		ResourceArn: p.cluster(), SecretArn: p.secret(), Database: aws.String(cluster.Config().Database),
		Sql: aws.String(sdkInsertion), ParameterSets: [][]types.SqlParameter{p.row(token)},
	})
	return err
}

func (p *sdkProgram) transaction(ctx context.Context, token string) error {
	begun, err := p.client.BeginTransaction(ctx, &rdsdata.BeginTransactionInput{
		ResourceArn: p.cluster(), SecretArn: p.secret(), Database: aws.String(cluster.Config().Database),
	})
	if err != nil {
		return err
	}
	if err := p.insertIn(ctx, begun.TransactionId, token); err != nil {
		_, _ = p.client.RollbackTransaction(ctx, &rdsdata.RollbackTransactionInput{
			ResourceArn: p.cluster(), SecretArn: p.secret(), TransactionId: begun.TransactionId,
		})
		return err
	}
	_, err = p.client.CommitTransaction(ctx, &rdsdata.CommitTransactionInput{
		ResourceArn: p.cluster(), SecretArn: p.secret(), TransactionId: begun.TransactionId,
	})
	return err
}

func (p *sdkProgram) cluster() *string { return aws.String(cluster.Server.ClusterARN(testcluster.ID)) }
func (p *sdkProgram) secret() *string {
	return aws.String(cluster.Server.SecretARN(testcluster.Secret))
}
