package doctor

import (
	"errors"
	"strings"

	"github.com/aws/smithy-go"
)

// reason is what a service has said, without the way there, or else the error.
func reason(err error) string {
	var answer smithy.APIError
	if errors.As(err, &answer) {
		return answer.ErrorCode() + ": " + answer.ErrorMessage()
	}
	return strings.TrimPrefix(err.Error(), "auroradataapi: ")
}

// isUnanswered says whether an error is that a service could not be reached, as from a
// network that leads to the Data API alone.
func isUnanswered(err error) bool {
	var operation *smithy.OperationError
	var answer smithy.APIError
	return errors.As(err, &operation) && !errors.As(err, &answer)
}
