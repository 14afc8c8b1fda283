package main

import (
	"iter"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"
)

// template is the root of template.yaml.
type template struct{ root *yaml.Node }

func readTemplate(t *testing.T) template {
	t.Helper()
	text, err := os.ReadFile("template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	return template{document.Content[0]}
}

// get returns what stands at a path, or an empty node.
func (tmpl template) get(path ...string) *yaml.Node { return get(tmpl.root, path...) }

func get(node *yaml.Node, path ...string) *yaml.Node {
	for _, key := range path {
		next := &yaml.Node{}
		for name, value := range entries(node) {
			if name == key {
				next = value
			}
		}
		node = next
	}
	return node
}

// entries are those of a mapping.
func entries(node *yaml.Node) iter.Seq2[string, *yaml.Node] {
	return func(yield func(string, *yaml.Node) bool) {
		for i := 0; node.Kind == yaml.MappingNode && i < len(node.Content); i += 2 {
			if !yield(node.Content[i].Value, node.Content[i+1]) {
				return
			}
		}
	}
}

func (tmpl template) has(path ...string) bool { return !tmpl.get(path...).IsZero() }

// seconds returns the number at a path.
func (tmpl template) seconds(t *testing.T, path ...string) time.Duration {
	t.Helper()
	n, err := strconv.Atoi(tmpl.get(path...).Value)
	if err != nil {
		t.Fatal(err)
	}
	return time.Duration(n) * time.Second
}

// TestReferences follows every reference of the template to what it refers to, also
// if there is no new cluster.
func TestReferences(t *testing.T) {
	tmpl := readTemplate(t)
	r := &references{t: t, of: tmpl}
	for _, section := range []string{"Rules", "Conditions", "Resources", "Outputs"} {
		for name, node := range entries(tmpl.get(section)) {
			r.where = section + "/" + name
			condition := get(node, "Condition").Value
			if condition != "" && !tmpl.has("Conditions", condition) {
				t.Errorf("%s: no condition %s", r.where, condition)
			}
			r.check(node, condition)
		}
	}
	if r.followed < 20 {
		t.Errorf("%d references, want more", r.followed)
	}
}

// references checks those of a part of a template.
type references struct {
	t     *testing.T
	of    template
	where string

	followed int // how many there were
}

// check checks the references in a node that counts under a condition.
func (r *references) check(node *yaml.Node, condition string) {
	switch node.Tag {
	case "!Ref":
		r.followed++
		if !r.of.has("Parameters", node.Value) {
			r.checkResource(node.Value, condition)
		}
	case "!GetAtt":
		r.followed++
		name, attribute, _ := strings.Cut(node.Value, ".")
		if attribute == "" {
			r.t.Errorf("%s: %s names no attribute", r.where, node.Value)
		}
		r.checkResource(name, condition)
	case "!If":
		r.checkIf(node, condition)
		return
	case "!Equals", "!And", "!Or", "!Not":
	default:
		if !strings.HasPrefix(node.Tag, "!!") {
			r.t.Errorf("%s: unknown function %s", r.where, node.Tag)
		}
	}
	for _, child := range node.Content {
		r.check(child, condition)
	}
}

func (r *references) checkIf(node *yaml.Node, condition string) {
	if len(node.Content) != 3 || !r.of.has("Conditions", node.Content[0].Value) {
		r.t.Errorf("%s: line %d: not a condition and two values", r.where, node.Line)
		return
	}
	r.check(node.Content[1], node.Content[0].Value)
	r.check(node.Content[2], condition)
}

// checkResource checks that a resource is there when a condition holds.
func (r *references) checkResource(name, condition string) {
	if !r.of.has("Resources", name) {
		r.t.Errorf("%s: no parameter or resource %s", r.where, name)
	} else if needs := r.of.get("Resources", name, "Condition").Value; needs != "" && needs != condition {
		r.t.Errorf("%s: %s is there only if %s", r.where, name, needs)
	}
}

// TestFunction checks what the program, the Makefile and the queue count on.
func TestFunction(t *testing.T) {
	tmpl := readTemplate(t)
	for property, want := range map[string]string{"CodeUri": "build/", "Handler": "bootstrap", "Runtime": "provided.al2023"} {
		if got := tmpl.get("Resources", "Function", "Properties", property).Value; got != want {
			t.Errorf("%s is %q, want %q", property, got, want)
		}
	}
	for _, variable := range []string{"AURORA_CLUSTER_ARN", "AURORA_SECRET_ARN", "DATABASE"} {
		if !tmpl.has("Resources", "Function", "Properties", "Environment", "Variables", variable) {
			t.Errorf("no variable %s", variable)
		}
	}
}

// TestTimes checks that the program ends before the function, and the function before
// its messages come back.
func TestTimes(t *testing.T) {
	tmpl := readTemplate(t)
	timeout := tmpl.seconds(t, "Resources", "Function", "Properties", "Timeout")
	if resumeTimeout+margin >= timeout {
		t.Errorf("the program waits for a paused cluster for %v, and is ended after %v", resumeTimeout, timeout)
	}
	if visible := tmpl.seconds(t, "Resources", "Queue", "Properties", "VisibilityTimeout"); visible < 6*timeout {
		t.Errorf("messages come back after %v, which is less than six times %v", visible, timeout)
	}
}

// TestPolicies checks that the function may do what it needs and no more.
func TestPolicies(t *testing.T) {
	var actions []string
	for _, policy := range readTemplate(t).get("Resources", "Function", "Properties", "Policies").Content {
		for _, statement := range get(policy, "Statement").Content {
			if resource := get(statement, "Resource"); resource.Tag != "!If" {
				t.Errorf("line %d: allowed on more than one resource", resource.Line)
			}
			actions = append(actions, list(get(statement, "Action"))...)
		}
	}
	want := []string{
		"rds-data:ExecuteStatement", "rds-data:BatchExecuteStatement", "rds-data:BeginTransaction",
		"rds-data:CommitTransaction", "rds-data:RollbackTransaction", "secretsmanager:GetSecretValue",
	}
	if !slices.Equal(actions, want) {
		t.Errorf("got %q, want %q", actions, want)
	}
}

// list returns a text, or a list of them.
func list(node *yaml.Node) []string {
	if node.Kind == yaml.ScalarNode {
		return []string{node.Value}
	}
	var texts []string
	for _, child := range node.Content {
		texts = append(texts, child.Value)
	}
	return texts
}
