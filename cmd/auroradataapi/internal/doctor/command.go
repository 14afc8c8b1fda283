package doctor

import (
	"strings"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/shellword"
)

// line writes words as a line for a shell.
func line(words ...string) string {
	for i, word := range words {
		words[i] = shellword.Quote(word)
	}
	return strings.Join(words, " ")
}

// aws is a command of the AWS CLI for the account and the region in use.
func (v *visit) aws(words ...string) string {
	words = append([]string{"aws"}, words...)
	if v.account != nil && v.account.Config.Region != "" {
		words = append(words, "--region", v.account.Config.Region)
	}
	return line(v.profiled(words)...)
}

// profiled adds the profile that was chosen.
func (v *visit) profiled(words []string) []string {
	if v.Config.Profile != "" {
		words = append(words, "--profile", v.Config.Profile)
	}
	return words
}

// auroradataapi is a command of this program for the cluster.
func (v *visit) auroradataapi(command string, words ...string) string {
	words = append([]string{"auroradataapi", command}, words...)
	if v.Cluster != "" {
		words = append(words, "--cluster", v.Cluster)
	} else {
		words = append(words, "--engine", v.engine().String(), "--cluster-arn", v.arn)
	}
	if v.Cluster == "" || v.Config.SecretARN != "" {
		words = append(words, "--secret", v.secret)
	}
	return line(words...)
}
