package emulator_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata"

	"github.com/auroradataapi/auroradataapi/emulator"
)

const (
	accessPage = "AuroraUserGuide data-api.access"
	signedPage = "IAM User Guide, Troubleshoot signed requests"
)

var accessClaims = []claim{
	{
		id: "access-signed", claim: "A request that is signed by SigV4 with a key that is known is answered.",
		source: model, grade: documented, verdict: same,
		check: admits(everything),
	},
	{
		id: "access-open", claim: "Nobody calls without a signature.",
		source: model, grade: documented, verdict: differs, note: "Where no credentials are configured, everybody may call, with any signature or none.",
		check: checkUnsigned,
	},
	{
		id: "access-unsigned", claim: "A request without a signature is refused.",
		source: "aws/aws-sdk-ruby#882 and aws/aws-sdk-cpp#2466, of other services", grade: inferred, verdict: same,
		note:  "MissingAuthenticationTokenException, 403.",
		check: checkRefusesUnsigned,
	},
	{
		id: "access-incomplete", claim: "A request with an Authorization header of another form is refused.",
		source: "aws/chalice#828; boto/boto3#1081, of other services", grade: inferred, verdict: same,
		note:  "IncompleteSignatureException; the status 403 is a guess. AWS's texts repeat the header, the emulator's do not.",
		check: checkIncomplete,
	},
	{
		id: "access-unknown-key", claim: "A key that does not exist is refused.",
		source: "DyfanJones/RAthena#92, of another service", grade: inferred, verdict: same,
		check: rejects(emulator.Credential{AccessKeyID: "AKIDNOBODY", SecretAccessKey: "x"}, "UnrecognizedClientException", "The security token included in the request is invalid."),
	},
	{
		id: "access-wrong-secret", claim: "A signature by another secret key is refused.",
		source: signedPage, grade: documented, verdict: same,
		check: rejects(withSecretKey(everything, "another"), "InvalidSignatureException",
			"The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."),
	},
	{
		id: "access-region", claim: "A signature for another region is refused.",
		source: "aws/aws-sdk-js-v3#5576, of another service", grade: inferred, verdict: same,
		check: checkOtherRegion,
	},
	{
		id: "access-time", claim: "A signature is good for five minutes before and after the time in it.",
		source: signedPage, grade: documented, verdict: same, note: "The page has the texts; the five minutes are from public reports about other services.",
		check: checkSigningTime,
	},
	{
		id: "access-token", claim: "A temporary key is good with its session token alone, and until it expires.",
		source: "anomalyco/sst#4779", grade: seen, verdict: same, note: "Of the report is ExpiredTokenException and its text; its status and the answer to a wrong token are inferred.",
		check: checkSessionToken,
	},
	{
		id: "access-denied", claim: "IAM decides who may call for which cluster; a denied call is an AccessDeniedException, 403.",
		source: accessPage, grade: documented, verdict: same, note: "Where no policies are configured, everything is allowed. Of policies the emulator has those of the caller alone: no boundaries, no resource policies, no organizations.",
		check: rejects(reader, "AccessDeniedException", "User: "+reader.Principal+" is not authorized to perform: rds-data:ExecuteStatement on resource: "+
			shared.ClusterARN("local")+" because no identity-based policy allows the rds-data:ExecuteStatement action"),
	},
	{
		id: "access-denied-explicitly", claim: "A Deny prevails over every Allow, and is told from the lack of one.",
		source: "IAM User Guide, Troubleshoot access denied error messages", grade: documented, verdict: same,
		check: rejects(denied, "AccessDeniedException", "User: "+denied.Principal+" is not authorized to perform: rds-data:ExecuteStatement on resource: "+
			shared.ClusterARN("local")+" with an explicit deny in an identity-based policy"),
	},
	{
		id: "access-secret", claim: "The caller also needs secretsmanager:GetSecretValue on the secret, which is asked for behind the permission for the cluster.",
		source: accessPage, grade: documented, verdict: same, note: "The text is that of every service.",
		check: rejects(executor, "AccessDeniedException", "User: "+executor.Principal+" is not authorized to perform: secretsmanager:GetSecretValue on resource: "+
			shared.SecretARN(localSecret)+" because no identity-based policy allows the secretsmanager:GetSecretValue action"),
	},
	{
		id: "access-full", claim: "AmazonRDSDataFullAccess lets its holder call for every cluster, with the secrets whose names begin with `rds-db-credentials/`.",
		source: accessPage + "; AWS Managed Policy Reference", grade: documented, verdict: same,
		check: checkFullAccess,
	},
	{
		id: "access-conditions", claim: "Policies have condition keys and operators by the hundred.",
		source: "IAM User Guide, IAM JSON policy elements: Condition", grade: documented, verdict: differs,
		note: "Operators: those of texts and ARNs, Bool and Null, with IfExists. Keys: aws:ResourceTag, secretsmanager:ResourceTag, aws:RequestedRegion, aws:PrincipalArn, aws:PrincipalAccount and aws:SecureTransport. Others, and variables, are refused when the policy is read.",
	},
}

// The credentials of the server with access control.
var (
	everything = emulator.Credential{AccessKeyID: "AKIDEVERYTHING", SecretAccessKey: "one"}
	full       = emulator.Credential{AccessKeyID: "AKIDFULL", SecretAccessKey: "two", Policies: []string{"AmazonRDSDataFullAccess"}}
	reader     = emulator.Credential{
		AccessKeyID: "AKIDREADER", SecretAccessKey: "three", Principal: "arn:aws:sts::123456789012:assumed-role/reader/session",
		Policies: []string{`{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}}`},
	}
	executor = emulator.Credential{
		AccessKeyID: "AKIDEXECUTOR", SecretAccessKey: "four", Principal: "arn:aws:iam::123456789012:user/executor",
		Policies: []string{`{"Statement": [{"Effect": "Allow", "Action": "rds-data:*", "Resource": "arn:aws:rds:*:*:cluster:local"}]}`},
	}
	denied = emulator.Credential{
		AccessKeyID: "AKIDDENIED", SecretAccessKey: "five", Principal: "arn:aws:iam::123456789012:user/denied",
		Policies: []string{"AdministratorAccess", `{"Statement": {"Effect": "Deny", "Action": "rds-data:Execute*", "Resource": "*"}}`},
	}
	temporary = emulator.Credential{
		AccessKeyID: "ASIATEMPORARY", SecretAccessKey: "six", SessionToken: "token/==", Expires: time.Now().Add(time.Hour),
	}
)

// guarded is a server with these credentials.
func guarded(t *testing.T) *emulator.Server {
	t.Helper()
	return attached(t, &emulator.Server{Credentials: []emulator.Credential{everything, full, reader, executor, denied, temporary}})
}

// signed speaks to a server with a credential.
func signed(s *emulator.Server, c emulator.Credential, more ...func(*rdsdata.Options)) *rdsdata.Client {
	options := client(s).Options()
	options.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: c.AccessKeyID, SecretAccessKey: c.SecretAccessKey, SessionToken: c.SessionToken}, nil
	})
	return rdsdata.New(options, more...)
}

func withSecretKey(c emulator.Credential, key string) emulator.Credential {
	c.SecretAccessKey = key
	return c
}

// selectOne calls a server with a credential.
func selectOne(t *testing.T, s *emulator.Server, c emulator.Credential, more ...func(*rdsdata.Options)) error {
	t.Helper()
	_, err := signed(s, c, more...).ExecuteStatement(t.Context(), statement(s, "select 1"))
	return err
}

// admits and rejects give the check of a call with a credential.
func admits(c emulator.Credential) check {
	return func(t *testing.T) {
		if err := selectOne(t, guarded(t), c); err != nil {
			t.Error(err)
		}
	}
}

func rejects(c emulator.Credential, code, message string) check {
	return func(t *testing.T) { wantError(t, selectOne(t, guarded(t), c), code, message) }
}

// wantRefusal makes a call with an Authorization header.
func wantRefusal(t *testing.T, authorization, code, message string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, guarded(t).URL()+"/Execute", strings.NewReader(executeBody("select 1", "")))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Amz-Date", time.Now().UTC().Format("20060102T150405Z"))
	if authorization != "" {
		request.Header.Set("Authorization", authorization)
	}
	status, header, body := do(t, request)
	if status != http.StatusForbidden || header.Get("x-amzn-ErrorType") != code || body != `{"message":"`+message+`"}` {
		t.Errorf("got %d, %s, %s, want 403, %s, %s", status, header.Get("x-amzn-ErrorType"), body, code, message)
	}
}

func checkRefusesUnsigned(t *testing.T) {
	wantRefusal(t, "", "MissingAuthenticationTokenException", "Missing Authentication Token")
}

func checkIncomplete(t *testing.T) {
	wantRefusal(t, "AWS4-HMAC-SHA256 Credential=AKIDFULL/20200101/us-east-1/rds-data/aws4_request", "IncompleteSignatureException",
		"Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter.")
	wantRefusal(t, "AWS4-HMAC-SHA256 Credential=AKID/FULL/20200101/us-east-1/rds-data/aws4_request, SignedHeaders=host, Signature=0", "IncompleteSignatureException",
		"Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term")
}

func checkOtherRegion(t *testing.T) {
	err := selectOne(t, guarded(t), everything, func(o *rdsdata.Options) { o.Region = "eu-west-1" })
	wantError(t, err, "InvalidSignatureException", "Credential should be scoped to a valid region. ")
}

// clockAt is a clock that stands at a time, which is further from its beginning than
// a duration reaches.
func clockAt(now time.Time) *emulator.ManualClock {
	clock := &emulator.ManualClock{}
	for clock.Now().Before(now) {
		clock.Advance(now.Sub(clock.Now()))
	}
	return clock
}

// checkSigningTime has the server's clock go wrong instead of the client's.
func checkSigningTime(t *testing.T) {
	clock := clockAt(time.Now().Add(-4 * time.Minute))
	s := attached(t, &emulator.Server{Clock: clock, Credentials: []emulator.Credential{everything}})
	if err := selectOne(t, s, everything); err != nil {
		t.Errorf("signed four minutes ahead: %v", err)
	}
	clock.Advance(8 * time.Minute)
	if err := selectOne(t, s, everything); err != nil {
		t.Errorf("signed four minutes ago: %v", err)
	}
	clock.Advance(5 * time.Minute)
	if err := selectOne(t, s, everything); err == nil || !strings.Contains(err.Error(), "InvalidSignatureException: Signature expired: ") {
		t.Errorf("signed nine minutes ago: %v", err)
	}
}

func checkSessionToken(t *testing.T) {
	clock := clockAt(time.Now())
	short := temporary
	short.Expires = clock.Now().Add(time.Minute)
	s := attached(t, &emulator.Server{Clock: clock, Credentials: []emulator.Credential{short, everything}})
	if err := selectOne(t, s, short); err != nil {
		t.Errorf("with the token: %v", err)
	}
	const unknown, invalid = "UnrecognizedClientException", "The security token included in the request is invalid."
	without, with := short, everything
	without.SessionToken, with.SessionToken = "", "token"
	wantError(t, selectOne(t, s, without), unknown, invalid)
	wantError(t, selectOne(t, s, with), unknown, invalid)
	clock.Advance(time.Minute)
	wantError(t, selectOne(t, s, short), "ExpiredTokenException", "The security token included in the request is expired")
}

// checkFullAccess names the secret in the three ways that there are, and then
// another.
func checkFullAccess(t *testing.T) {
	s := attached(t, &emulator.Server{
		Credentials: []emulator.Credential{full},
		Secrets:     []emulator.Secret{{Name: localSecret, Username: "postgres", Password: "postgres"}, {Name: "app-credentials", Username: "postgres", Password: "postgres"}},
	})
	arn := s.SecretARN(localSecret)
	for _, reference := range []string{arn, arn[:len(arn)-len("-ABCDEF")], localSecret} {
		input := statement(s, "select 1")
		input.SecretArn = aws.String(reference)
		if _, err := signed(s, full).ExecuteStatement(t.Context(), input); err != nil {
			t.Errorf("%s: %v", reference, err)
		}
	}
	for _, reference := range []string{s.SecretARN("app-credentials"), "app-credentials"} {
		input := statement(s, "select 1")
		input.SecretArn = aws.String(reference)
		_, err := signed(s, full).ExecuteStatement(t.Context(), input)
		wantError(t, err, "AccessDeniedException", "User: arn:aws:iam::123456789012:user/local is not authorized to perform: secretsmanager:GetSecretValue on resource: "+
			s.SecretARN("app-credentials")+" because no identity-based policy allows the secretsmanager:GetSecretValue action")
	}
}
