package equivalence_test

import "math/rand/v2"

// choices are the decisions by which a case is made, each a byte. When there are
// no more, each further decision is for the first of what there is to choose
// from, which ends every recursion.
type choices struct{ bytes []byte }

// maxChoices is how many bytes make a case; what is behind them does not count.
const maxChoices = 512

// randomChoices returns the choices of a numbered case.
func randomChoices(seed, number uint64) *choices {
	random := rand.New(rand.NewPCG(seed, number))
	bytes := make([]byte, 16+random.IntN(maxChoices-16))
	for i := range bytes {
		bytes[i] = byte(random.Uint32())
	}
	return &choices{bytes}
}

// below returns a number from 0 to n-1; n is at most 256.
func (c *choices) below(n int) int {
	if len(c.bytes) == 0 {
		return 0
	}
	b := c.bytes[0]
	c.bytes = c.bytes[1:]
	return int(b) % n
}

// oneIn is true once in n times, and not when there are no more choices.
func (c *choices) oneIn(n int) bool { return c.below(n) == n-1 }

// oneOf returns one of several things.
func oneOf[T any](c *choices, things ...T) T { return things[c.below(len(things))] }

// draw runs one of several functions.
func (c *choices) draw(functions ...func()) { oneOf(c, functions...)() }

// permutation returns the numbers below n in some order.
func (c *choices) permutation(n int) []int {
	order := make([]int, n)
	for i := range order {
		j := c.below(i + 1)
		order[i], order[j] = order[j], i
	}
	return order
}
