package doctor

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata/types"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/account"
)

// probe asks for one operation of the Data API, in a way that changes nothing.
type probe struct {
	operation string
	call      func(ctx context.Context, c *rdsdata.Client, cluster, secret, transaction *string) error
}

// noTransaction is the identifier of a transaction that there is not.
const noTransaction = "auroradataapi-doctor"

var probes = []probe{
	{"ExecuteStatement", func(ctx context.Context, c *rdsdata.Client, cluster, secret, _ *string) error {
		_, err := c.ExecuteStatement(ctx, &rdsdata.ExecuteStatementInput{ResourceArn: cluster, SecretArn: secret, Sql: aws.String("select 1")})
		return err
	}},
	{"BatchExecuteStatement", func(ctx context.Context, c *rdsdata.Client, cluster, secret, _ *string) error {
		_, err := c.BatchExecuteStatement(ctx, &rdsdata.BatchExecuteStatementInput{ResourceArn: cluster, SecretArn: secret, Sql: aws.String("select 1")})
		return err
	}},
	{"BeginTransaction", func(ctx context.Context, c *rdsdata.Client, cluster, secret, transaction *string) error {
		out, err := c.BeginTransaction(ctx, &rdsdata.BeginTransactionInput{ResourceArn: cluster, SecretArn: secret})
		if err == nil {
			*transaction = aws.ToString(out.TransactionId)
		}
		return err
	}},
	{"RollbackTransaction", func(ctx context.Context, c *rdsdata.Client, cluster, secret, transaction *string) error {
		_, err := c.RollbackTransaction(ctx, &rdsdata.RollbackTransactionInput{ResourceArn: cluster, SecretArn: secret, TransactionId: transaction})
		if err == nil {
			*transaction = noTransaction
		}
		return err
	}},
	{"CommitTransaction", func(ctx context.Context, c *rdsdata.Client, cluster, secret, transaction *string) error {
		_, err := c.CommitTransaction(ctx, &rdsdata.CommitTransactionInput{ResourceArn: cluster, SecretArn: secret, TransactionId: transaction})
		return err
	}},
}

// checkPermissions calls every operation. Whatever else is wrong with the answer, a
// missing permission is told before.
func (v *visit) checkPermissions(ctx context.Context) Finding {
	client, transaction := v.client(), noTransaction
	var refusal error
	for _, p := range probes {
		err := p.call(ctx, client, &v.arn, &v.secret, &transaction)
		if isUnanswered(err) {
			v.mute = true
			return fail("the Data API does not answer: %v", err)
		}
		v.noticePause(err)
		action := "rds-data:" + p.operation
		if account.IsDenied(err) && strings.Contains(err.Error(), action) {
			v.denied = append(v.denied, action)
			refusal = err
		}
	}
	if len(v.denied) == 0 {
		return ok("every operation of the Data API")
	}
	finding := v.forbidden("aurora-data-api", refusal, statement{strings.Join(v.denied, " "), v.arn})
	finding.Detail = "missing: " + strings.Join(v.denied, ", ")
	if len(finding.Mend) == 0 {
		finding.Detail += "; a policy denies it outright, which is to be changed"
	}
	return finding
}

// noticePause remembers since when the cluster has been resuming.
func (v *visit) noticePause(err error) {
	var resuming *types.DatabaseResumingException
	if errors.As(err, &resuming) && v.pausedAt.IsZero() {
		v.pausedAt = time.Now()
	}
}

// client is one of the SDK itself, which tries nothing again. Credentials in the endpoint are
// the account's already.
func (v *visit) client() *rdsdata.Client {
	return rdsdata.NewFromConfig(v.account.Config, func(o *rdsdata.Options) {
		o.Retryer = aws.NopRetryer{}
		if endpoint, err := url.Parse(v.Config.Endpoint); err == nil && v.Config.Endpoint != "" {
			endpoint.User = nil
			o.BaseEndpoint = aws.String(endpoint.String())
		}
	})
}
