package rdsapi

import (
	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
	"github.com/auroradataapi/auroradataapi/emulator/internal/awsquery"
)

// The limits of ServerlessV2ScalingConfiguration (AuroraUserGuide
// aurora-serverless-v2.setting-capacity and aurora-serverless-v2-auto-pause).
const (
	maxCapacity      = 256
	shortestAutoStop = 300
	longestAutoStop  = 86400
)

func readScaling(c *account.Cluster, f awsquery.Form) (err error) {
	const at = "ServerlessV2ScalingConfiguration"
	if !f.Has(at) {
		return nil
	}
	s := account.Scaling{}
	if c.Scaling != nil {
		s = *c.Scaling
	}
	if f.Has(at + ".MinCapacity") {
		if s.MinCapacity, err = f.Float(at + ".MinCapacity"); err != nil {
			return err
		}
	}
	if f.Has(at + ".MaxCapacity") {
		if s.MaxCapacity, err = f.Float(at + ".MaxCapacity"); err != nil {
			return err
		}
	}
	if f.Has(at + ".SecondsUntilAutoPause") {
		if s.SecondsUntilAutoPause, err = f.Int(at + ".SecondsUntilAutoPause"); err != nil {
			return err
		}
	}
	c.Scaling = &s
	return checkScaling(s)
}

func checkScaling(s account.Scaling) error {
	if s.MaxCapacity < 1 || s.MaxCapacity > maxCapacity || s.MinCapacity < 0 || s.MinCapacity > s.MaxCapacity ||
		s.MinCapacity*2 != float64(int(s.MinCapacity*2)) || s.MaxCapacity*2 != float64(int(s.MaxCapacity*2)) {
		return awsquery.Errorf("InvalidParameterValue", "Invalid ServerlessV2 capacity: want 0 <= MinCapacity <= MaxCapacity, 1 <= MaxCapacity <= %d, in steps of 0.5", maxCapacity)
	}
	if n := s.SecondsUntilAutoPause; n != 0 && (n < shortestAutoStop || n > longestAutoStop || s.MinCapacity != 0) {
		return awsquery.Errorf("InvalidParameterValue", "Invalid SecondsUntilAutoPause: want %d to %d, and MinCapacity 0", shortestAutoStop, longestAutoStop)
	}
	return nil
}
