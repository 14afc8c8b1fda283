package emulator

import (
	"errors"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// traits are what a generation does with calls.
type traits struct {
	// queues says that calls of one transaction at the same time wait for each
	// other, and are not refused.
	queues bool
	// explains says that the answer to the id of no transaction says why.
	explains bool
	// endsBy tells whether a transaction ends by the error of a statement.
	endsBy func(err error) bool
}

var generationTraits = [...]traits{
	dataapi.Current: {endsBy: func(error) bool { return false }},
	dataapi.Older:   {endsBy: isTooLarge, queues: true, explains: true},
}

// generationOf gives the generation of the cluster with that ARN, be its endpoint
// enabled or not, and whether there is one. Calls for no cluster are answered by
// the older generation where it has all the clusters.
func (s *service) generationOf(arn string) (g dataapi.Generation, known bool) {
	state, names := s.state.View(), s.state.Names()
	if len(state.Clusters) == 0 {
		return dataapi.Current, false
	}
	g = dataapi.Older
	for _, c := range state.Clusters {
		of := generationOfMode(c.EngineMode)
		if names.Cluster(c.Identifier) == arn {
			return of, true
		}
		g = min(g, of)
	}
	return g, false
}

// generationOfMode gives the generation that answers for a cluster.
func generationOfMode(engineMode string) dataapi.Generation {
	if engineMode == account.Serverless {
		return dataapi.Older
	}
	return dataapi.Current
}

// reword gives an error as the generation of the call's cluster words it.
func (c *call) reword(err error) error {
	var e *dataapi.Exception
	if !errors.As(err, &e) {
		return err
	}
	if word := rewordings[c.generation][e.Name]; word != nil {
		e = dataapi.Errorf(e.Name, "%s", word(c, e.Message))
	}
	return c.generation.Rename(e)
}

// rewordings are the texts of the older generation for what the current one says
// in other words, by the name of the current one's exception.
var rewordings = map[dataapi.Generation]map[string]func(c *call, message string) string{
	dataapi.Older: {
		dataapi.DatabaseResuming:       linkFailure,
		dataapi.DatabaseUnavailable:    linkFailure,
		dataapi.HTTPEndpointNotEnabled: invalidCluster,
		dataapi.InvalidSecret:          parsingFailed,
		dataapi.SecretsError:           fetchingFailed,
	},
}

// linkFailure is what Connector/J says of a server that it does not reach, which is
// what a paused cluster was (aws/aws-sdk-js#2914). That it was the text of
// PostgreSQL's clusters too is a guess.
func linkFailure(*call, string) string {
	return "Communications link failure\n\nThe last packet sent successfully to the server was 0 milliseconds ago. " +
		"The driver has not received any packets from the server."
}

// invalidCluster is the answer to an ARN of no cluster (aws/aws-sdk-ruby#1922,
// which leaves out how the text goes on).
func invalidCluster(c *call, message string) string {
	if _, known := c.service.generationOf(c.request.ResourceARN); known {
		return message
	}
	return "invalid cluster id: " + c.request.ResourceARN
}

// fetchingFailed wraps the words of Secrets Manager as the client of AWS for Java
// does (koxudaxi/local-data-api, from the older generation).
func fetchingFailed(c *call, message string) string {
	return "Error fetching secret " + c.request.SecretARN + " : " + message +
		" (Service: AWSSecretsManager; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: " + c.id + ")"
}

// parsingFailed has the words for a secret that is no JSON
// (sid88in/serverless-appsync-plugin#462). Those for other faults are not recorded.
func parsingFailed(c *call, message string) string {
	if message != notJSON {
		return message
	}
	return "Failed to fetch secret Failed to parse secret " + c.request.SecretARN + ": malformed Json"
}

// isTooLarge recognizes the answer to a result above the size limit, by which the
// older generation ended a transaction (tests of cloud-utils/aurora-data-api).
func isTooLarge(err error) bool {
	var e *dataapi.Exception
	return errors.As(err, &e) && e.Message == dataapi.Older.TooLarge().Message
}
