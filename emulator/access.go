package emulator

import (
	"net/http"

	"github.com/auroradataapi/auroradataapi/emulator/internal/sigv4"
)

// accessError says that a request is not answered for its sender. Each service
// writes it in its own protocol.
type accessError struct {
	status  int
	code    string
	message string
}

func (e *accessError) Error() string { return e.code + ": " + e.message }

// accessWords are how services of a protocol refuse.
type accessWords struct {
	missing, incomplete, mismatch, unknown, expired, denied accessWord
	missingText                                             string // empty for that of the signature
}

// accessWord is an error's code and HTTP status.
type accessWord struct {
	code   string
	status int
}

// jsonWords are those of services that speak JSON, whose status is given. That of
// the Data API was seen for restJson1 in public reports, such as
// aws/aws-sdk-js-v3#5576 and aws/aws-sdk-go#1850, and 400 for awsJson1_1, such as
// aws/aws-sdk-ruby#431; that of an incomplete signature is a guess.
func jsonWords(status int) accessWords {
	return accessWords{
		missing:    accessWord{"MissingAuthenticationTokenException", status},
		incomplete: accessWord{"IncompleteSignatureException", status},
		mismatch:   accessWord{"InvalidSignatureException", status},
		unknown:    accessWord{"UnrecognizedClientException", status},
		expired:    accessWord{"ExpiredTokenException", status},
		denied:     accessWord{"AccessDeniedException", status},
	}
}

// queryWords are those of services that speak awsQuery, such as RDS
// (aws-controllers-k8s/community#2435, jenkinsci/aws-credentials-plugin#72, boto/boto3#1081
// and the page "Common errors" of the Amazon RDS API Reference).
var queryWords = accessWords{
	missing:     accessWord{"MissingAuthenticationToken", http.StatusForbidden},
	incomplete:  accessWord{"IncompleteSignature", http.StatusBadRequest},
	mismatch:    accessWord{"SignatureDoesNotMatch", http.StatusForbidden},
	unknown:     accessWord{"InvalidClientTokenId", http.StatusForbidden},
	expired:     accessWord{"ExpiredToken", http.StatusForbidden},
	denied:      accessWord{"AccessDenied", http.StatusForbidden},
	missingText: "Request is missing Authentication Token",
}

func wordsOf(signingName string) accessWords {
	switch signingName {
	case signingRDSData:
		return jsonWords(http.StatusForbidden)
	case signingSecretsManager:
		return jsonWords(http.StatusBadRequest)
	}
	return queryWords
}

func (w accessWord) say(message string) *accessError {
	return &accessError{w.status, w.code, message}
}

// refuse is the answer to a signature that is not there or not right.
func (w accessWords) refuse(e *sigv4.Error) *accessError {
	switch {
	case e.Kind == sigv4.Missing && w.missingText != "":
		return w.missing.say(w.missingText)
	case e.Kind == sigv4.Missing:
		return w.missing.say(e.Message)
	case e.Kind == sigv4.Incomplete:
		return w.incomplete.say(e.Message)
	}
	return w.mismatch.say(e.Message)
}

func (w accessWords) unknownKey() *accessError {
	return w.unknown.say("The security token included in the request is invalid.")
}

func (w accessWords) expiredToken() *accessError {
	return w.expired.say("The security token included in the request is expired")
}

// deny is the answer to a caller who lacks a permission, in the words of deployment
// logs (grafana/athena-datasource#156 and, for RDS,
// CloudSnorkel/cdk-rds-sanitized-snapshots#110).
func (w accessWords) deny(principal, action, resource string, explicit bool) *accessError {
	why := " because no identity-based policy allows the " + action + " action"
	if explicit {
		why = " with an explicit deny in an identity-based policy"
	}
	return w.denied.say("User: " + principal + " is not authorized to perform: " + action + " on resource: " + resource + why)
}
