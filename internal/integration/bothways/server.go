package bothways

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// shared is the server of all tests of a package.
var shared *server

// server is an emulator with a cluster of each engine.
type server struct {
	emulator *emulator.Server
	admins   map[auroradataapi.Engine]*sql.DB // native, for creating databases
}

// Main runs the tests of a package on one server. It returns the exit status: that
// of the tests, or 1 if the server does not start or something is left behind. The
// variables of the environment that the AWS SDK and the driver read are those of
// the server meanwhile, so that libraries may open databases by DSN.
func Main(m interface{ Run() int }) int { return testcluster.Watch(onServer{m}) }

type onServer struct{ tests interface{ Run() int } }

func (o onServer) Run() int {
	var err error
	if shared, err = start(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := o.tests.Run()
	if err := shared.close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

func start(ctx context.Context) (*server, error) {
	s := &server{
		emulator: &emulator.Server{Clusters: []emulator.Cluster{
			{ID: auroradataapi.EnginePostgreSQL.String(), Engine: emulator.PostgreSQL},
			{ID: auroradataapi.EngineMySQL.String(), Engine: emulator.MySQL},
		}},
		admins: make(map[auroradataapi.Engine]*sql.DB),
	}
	if err := s.emulator.Start(ctx); err != nil {
		return nil, err
	}
	for _, engine := range engines {
		db, err := sql.Open(nativeDriver(engine), s.emulator.BackendDSN(engine.String()))
		if err != nil {
			return nil, errors.Join(err, s.close())
		}
		s.admins[engine] = db
	}
	return s, s.setEnvironment()
}

// setEnvironment sets what the AWS SDK reads, and keeps it from reading the files
// of who runs the tests.
func (s *server) setEnvironment() error {
	environ := append(s.emulator.Environ(), "AWS_CONFIG_FILE="+os.DevNull, "AWS_SHARED_CREDENTIALS_FILE="+os.DevNull)
	for _, variable := range environ {
		name, value, _ := strings.Cut(variable, "=")
		if err := os.Setenv(name, value); err != nil {
			return err
		}
	}
	return nil
}

func (s *server) close() error {
	var errs []error
	for _, db := range s.admins {
		errs = append(errs, db.Close())
	}
	return errors.Join(append(errs, s.emulator.Close())...)
}
