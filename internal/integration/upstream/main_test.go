package upstream_test

import (
	"os"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

func TestMain(m *testing.M) { os.Exit(bothways.Main(m)) }
