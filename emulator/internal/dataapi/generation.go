package dataapi

// Generation is one of the two backends that the service has had. What they do
// differently is a fact of the package that does it.
type Generation int

const (
	// Current answers for Aurora Serverless v2 and provisioned clusters.
	Current Generation = iota
	// Older answered for Aurora Serverless v1, through the JDBC drivers pgjdbc and
	// Connector/J, whose words and type codes it passed on.
	Older
)
