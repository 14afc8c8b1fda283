package rdsapi

import (
	"context"
	"slices"
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator/internal/account"
	"github.com/auroradataapi/auroradataapi/emulator/internal/awsquery"
)

func readTags(c *account.Cluster, f awsquery.Form) (err error) {
	c.Tags, err = tags(f)
	return err
}

// tags reads the tags of a request.
func tags(f awsquery.Form) ([]account.Tag, error) {
	var all []account.Tag
	for _, at := range f.List("Tags", "Tag") {
		tag := account.Tag{Key: f.Text(at + ".Key"), Value: f.Text(at + ".Value")}
		if tag.Key == "" || strings.HasPrefix(tag.Key, "aws:") {
			return nil, awsquery.Errorf("InvalidParameterValue", "A tag key is empty or begins with aws:")
		}
		all = append(all, tag)
	}
	return all, nil
}

// tagged finds the tags of the resource that ResourceName names by its ARN.
func (a *API) tagged(s *account.State, f awsquery.Form) (*[]account.Tag, error) {
	arn, names := f.Text("ResourceName"), a.Account.Names()
	if arn == "" {
		return nil, missing("ResourceName")
	}
	if name, ok := strings.CutPrefix(arn, names.Cluster("")); ok {
		if c := s.Cluster(name); c != nil {
			return &c.Tags, nil
		}
		return nil, awsquery.Errorf("DBClusterNotFoundFault", "DBCluster %s not found.", name)
	}
	if name, ok := strings.CutPrefix(arn, names.Instance("")); ok {
		if i := s.Instance(name); i != nil {
			return &i.Tags, nil
		}
		return nil, awsquery.Errorf("DBInstanceNotFound", "DBInstance %s not found.", name)
	}
	return nil, awsquery.Errorf("InvalidParameterValue", "Invalid resource name: %s", arn)
}

type tagsResult struct {
	TagList []account.Tag `xml:"TagList>Tag"`
}

func (a *API) listTags(_ context.Context, f awsquery.Form) (any, error) {
	tags, err := a.tagged(a.Account.View(), f)
	if err != nil {
		return nil, err
	}
	return tagsResult{*tags}, nil
}

func (a *API) addTags(_ context.Context, f awsquery.Form) (any, error) {
	added, err := tags(f)
	if err != nil {
		return nil, err
	}
	return nil, a.retag(f, func(have []account.Tag) []account.Tag {
		for _, tag := range added {
			have = append(without(have, tag.Key), tag)
		}
		return have
	})
}

func (a *API) removeTags(_ context.Context, f awsquery.Form) (any, error) {
	keys := f.Texts("TagKeys", "member")
	return nil, a.retag(f, func(have []account.Tag) []account.Tag { return without(have, keys...) })
}

func (a *API) retag(f awsquery.Form, change func([]account.Tag) []account.Tag) error {
	return a.Account.Update(func(s *account.State) error {
		tags, err := a.tagged(s, f)
		if err == nil {
			*tags = change(*tags)
		}
		return err
	})
}

func without(tags []account.Tag, keys ...string) []account.Tag {
	return slices.DeleteFunc(tags, func(t account.Tag) bool { return slices.Contains(keys, t.Key) })
}
