package shell

import (
	"context"
	"fmt"
	"strings"

	"github.com/auroradataapi/auroradataapi"
)

func describeCommands() section {
	return section{"Objects (names may have * and ?; + tells more)", []verb{
		{names: []string{"d+"}, usage: "[NAME]", meaning: "list tables, views and sequences, or describe those of a name", run: (*Shell).describe},
		{names: []string{"dt+"}, usage: "[NAME]", meaning: "list tables", run: (*Shell).list},
		{names: []string{"dv+"}, usage: "[NAME]", meaning: "list views", run: (*Shell).list},
		{names: []string{"dm+"}, usage: "[NAME]", meaning: "list materialized views", run: (*Shell).list},
		{names: []string{"di+"}, usage: "[NAME]", meaning: "list indexes", run: (*Shell).list},
		{names: []string{"ds+"}, usage: "[NAME]", meaning: "list sequences", run: (*Shell).list},
		{names: []string{"df+"}, usage: "[NAME]", meaning: "list functions and procedures", run: (*Shell).list},
		{names: []string{"dT+"}, usage: "[NAME]", meaning: "list data types", run: (*Shell).list},
		{names: []string{"dn+"}, usage: "[NAME]", meaning: "list schemas", run: (*Shell).list},
		{names: []string{"du+"}, usage: "[NAME]", meaning: "list roles, or users", run: (*Shell).list},
		{names: []string{"dx+"}, usage: "[NAME]", meaning: "list extensions", run: (*Shell).list},
		{names: []string{"l+"}, usage: "[NAME]", meaning: "list databases", run: (*Shell).list},
	}}
}

// description is how an engine is asked about a relation, in three calls.
type description struct {
	relations listing                                   // what a name stands for: schema, name, kind and identity
	identify  func(schema, name, identity string) []any // the arguments of what follows
	columns   string                                    // of a relation
	more      string                                    // the same with what + tells
	parts     string                                    // headings and lines of what else it has
}

var descriptions = map[auroradataapi.Engine]description{
	auroradataapi.EnginePostgreSQL: postgresqlDescription,
	auroradataapi.EngineMySQL:      mysqlDescription,
}

// describe is \d: without a name a list.
func (s *Shell) describe(ctx context.Context, c command) error {
	if len(c.args) == 0 {
		return s.list(ctx, c)
	}
	if err := c.only(1); err != nil {
		return err
	}
	d, plus := descriptions[s.Engine], strings.HasSuffix(c.name, "+")
	text, args := d.relations.query(parsePattern(c.args[0], !s.isMySQL()), false, placeholder(s.Engine))
	found, err := s.ask(ctx, text, args...)
	if err != nil {
		return err
	}
	if len(found.values) == 0 {
		return fmt.Errorf("there is no relation named %s", c.args[0])
	}
	schemas, names, kinds, identities := found.strings(0), found.strings(1), found.strings(2), found.strings(3)
	for i, name := range names {
		title := fmt.Sprintf(`%s "%s.%s"`, kinds[i], schemas[i], name)
		if err := s.describeOne(ctx, d, title, plus, d.identify(schemas[i], name, identities[i])); err != nil {
			return err
		}
	}
	return nil
}

func (s *Shell) describeOne(ctx context.Context, d description, title string, plus bool, relation []any) error {
	text := d.columns
	if plus {
		text = d.more
	}
	columns, err := s.ask(ctx, text, relation...)
	if err != nil {
		return err
	}
	parts, err := s.ask(ctx, d.parts, relation...)
	if err != nil {
		return err
	}
	footers := []string{}
	headings, lines := parts.strings(1), parts.strings(2)
	for i, line := range lines {
		if i == 0 || headings[i] != headings[i-1] {
			footers = append(footers, headings[i]+":")
		}
		footers = append(footers, "    "+strings.ReplaceAll(line, "\n", "\n    "))
	}
	return s.display.show(columns, title, append(footers, "")...)
}
