package account

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// Identity is whom AWS takes the caller for.
type Identity struct {
	Account string // number
	ARN     string
}

// Identity asks AWS who the caller is, which everyone may. answered is the time by
// the clock of AWS, to a second; it is zero if there was no answer.
func (a *Account) Identity(ctx context.Context) (who Identity, answered time.Time, err error) {
	out, err := a.sts.GetCallerIdentity(ctx, nil)
	if err != nil {
		return Identity{}, dateOf(err), fmt.Errorf("ask AWS for the caller's identity: %w", err)
	}
	answered, _ = awsmiddleware.GetServerTime(out.ResultMetadata)
	return Identity{Account: aws.ToString(out.Account), ARN: aws.ToString(out.Arn)}, answered, nil
}

// dateOf is when a service refused something.
func dateOf(err error) (date time.Time) {
	var refusal *smithyhttp.ResponseError
	if errors.As(err, &refusal) && refusal.Response != nil {
		date, _ = http.ParseTime(refusal.Response.Header.Get("Date"))
	}
	return date
}
