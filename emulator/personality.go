package emulator

import (
	"fmt"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// Personality is the generation of the service that a cluster is answered for.
// Both have the same operations; what they return and how they refuse differs
// (AWS page "data-api.differences").
type Personality string

// The personalities. The zero value stands for V2.
const (
	// V2 is the service of today, for Aurora Serverless v2 and provisioned
	// clusters.
	V2 Personality = "v2"
	// V1 is the service for Aurora Serverless v1, which AWS has retired: the
	// words and habits of the JDBC drivers that it was made with.
	V1 Personality = "v1"
)

var generations = map[Personality]dataapi.Generation{"": dataapi.Current, V2: dataapi.Current, V1: dataapi.Older}

// generation is what the packages below call it.
func (p Personality) generation() (dataapi.Generation, error) {
	g, ok := generations[p]
	if !ok {
		return g, fmt.Errorf("unknown personality %q: it is %q or %q", string(p), string(V2), string(V1))
	}
	return g, nil
}
