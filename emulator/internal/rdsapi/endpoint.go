package rdsapi

import (
	"context"
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
	"github.com/auroradataapi/auroradataapi/emulator/internal/awsquery"
)

// endpointResult is the result of EnableHttpEndpoint and DisableHttpEndpoint.
type endpointResult struct {
	ResourceArn         string
	HttpEndpointEnabled bool
}

func (a *API) enableEndpoint(_ context.Context, f awsquery.Form) (any, error) {
	return a.setEndpoint(f, true)
}

func (a *API) disableEndpoint(_ context.Context, f awsquery.Form) (any, error) {
	return a.setEndpoint(f, false)
}

// setEndpoint is for clusters of the current generation only (AuroraUserGuide
// data-api.enabling). The texts of its errors are not recorded.
func (a *API) setEndpoint(f awsquery.Form, on bool) (any, error) {
	arn := f.Text("ResourceArn")
	if arn == "" {
		return nil, missing("ResourceArn")
	}
	err := a.Account.Update(func(s *account.State) error {
		name, ok := strings.CutPrefix(arn, a.Account.Names().Cluster(""))
		c := s.Cluster(name)
		if !ok || c == nil {
			return awsquery.Errorf("ResourceNotFoundFault", "Resource %s not found.", arn)
		}
		if c.EngineMode == account.Serverless || c.Status != account.Available {
			return awsquery.Errorf("InvalidResourceStateFault", "The HTTP endpoint of DB cluster %s can't be changed in this way: "+
				"its engine mode is %s and its status %s.", name, c.EngineMode, c.Status)
		}
		c.Enable(on)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return endpointResult{arn, on}, nil
}
