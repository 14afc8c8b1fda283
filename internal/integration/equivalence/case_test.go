package equivalence_test

import (
	"fmt"
	"strings"
)

// scene is a case: texts that run one after the other, in a transaction that is
// rolled back if there is anything to roll back.
type scene struct {
	dialogue
	transaction bool
	steps       []step
}

// step is one text, as it is for each way.
type step struct {
	native, driver string
	args           []any
	named          bool
	several        bool     // it has several statements, whose rows do not matter
	parts          []string // the statements one by one, if all their rows matter
}

func (s step) String() string {
	return fmt.Sprintf("%q with arguments %q", s.driver, s.args)
}

func (s scene) String() string {
	texts := make([]string, len(s.steps))
	for i, step := range s.steps {
		texts[i] = step.String()
	}
	return strings.Join(texts, "\n")
}

// newScene makes a case out of choices.
func newScene(c *choices, worker int) scene {
	s := scene{dialogue: dialogue{worker: worker, named: c.oneIn(4), mode: oneOf(c, describe, describe, exec, simple)}}
	switch c.below(14) {
	case 0, 1:
		s.damaged(c)
	case 2:
		s.transaction = true
		s.text(c, (*author).change)
	case 3:
		s.vessel(c)
	case 4:
		s.text(c, (*author).block)
	case 5, 6:
		s.routine(c)
	case 7:
		s.script(c)
	default:
		s.text(c, (*author).query)
	}
	return s
}

// text adds a text to the case.
func (s *scene) text(c *choices, write func(*author)) {
	a := &author{choices: c, dialogue: s.dialogue}
	write(a)
	a.finish()
	s.steps = append(s.steps, a.step())
}

// fixed adds a text that is always the same.
func (s *scene) fixed(text string) {
	s.steps = append(s.steps, step{native: text, driver: text})
}

// damaged adds a text that was broken. Its placeholders are numbers: a stray
// :name is an error natively. The server is asked for types: it is an error if
// an argument is not used any more.
func (s *scene) damaged(c *choices) {
	s.named, s.mode, s.transaction = false, describe, true
	s.text(c, oneOf(c, (*author).query, (*author).change, (*author).block, (*author).routine))
	last := &s.steps[0]
	last.native = damage(c, last.native)
	last.driver = last.native
}

// vessel adds a statement that contains another, and a look at it.
func (s *scene) vessel(c *choices) {
	s.transaction = true
	s.fixed("deallocate all") // PREPARE outlives the transaction natively
	var look string
	s.dialogue.mute = true
	s.text(c, func(a *author) {
		v := oneOf(c, a.vessels()...)
		look = v.look
		v.write()
	})
	s.fixed(look)
}

// routine adds the creation of a function, its definition and calls of it.
func (s *scene) routine(c *choices) {
	s.transaction = true
	var definition string
	s.text(c, func(a *author) {
		definition = a.definition()
		a.mute = true
		a.routine()
	})
	s.fixed(definition)
	s.text(c, (*author).call)
	s.text(c, (*author).call)
}

// script adds a text of several statements and a look at what they have done.
func (s *scene) script(c *choices) {
	s.transaction, s.mute = true, true
	if c.oneIn(2) {
		s.queries(c)
	} else {
		s.text(c, func(a *author) {
			for range 2 + c.below(3) {
				a.write(oneOf(c, a.change, a.query, a.routine, a.phrase("select", a.string)), ";")
			}
		})
		s.steps[0].several = true
	}
	s.fixed("select id, body, doc, items::text from " + s.name("kept") + " order by 1, 2, doc::text, 4")
}

// queries adds a text of several statements, each of which returns rows.
func (s *scene) queries(c *choices) {
	var parts []string
	for range 2 + c.below(3) {
		a := &author{choices: c, dialogue: s.dialogue}
		a.draw(a.query, a.change)
		parts = append(parts, string(a.text))
	}
	text := strings.Join(parts, separator)
	s.steps = append(s.steps, step{native: text, driver: text, parts: parts})
}

// separator stands between the statements of a text.
const separator = " ;\n-- é it's :a\r"
