package postgres

import (
	"math"
	"strconv"
)

// floatBits returns the size of a floating-point type, by its name.
func floatBits(typeName string) int {
	if typeName == "float4" {
		return 32
	}
	return 64
}

// appendFloat appends a number as PostgreSQL writes it: the shortest digits that
// read back to the same value, with an exponent outside of 1e-4 to 1e15 (1e6 for
// a float4), as float8out and float4out do since PostgreSQL 12.
func appendFloat(dst []byte, f float64, bits int) []byte {
	switch {
	case math.IsNaN(f):
		return append(dst, "NaN"...)
	case math.IsInf(f, 1):
		return append(dst, "Infinity"...)
	case math.IsInf(f, -1):
		return append(dst, "-Infinity"...)
	}
	return strconv.AppendFloat(dst, f, floatFormat(f, bits), -1, bits)
}

func floatFormat(f float64, bits int) byte {
	least, limit := 1e-4, 1e15
	if bits == 32 {
		least, limit = float64(float32(1e-4)), 1e6 // the float4 that is written 0.0001 is a little less
	}
	if size := math.Abs(f); size != 0 && (size < least || size >= limit) {
		return 'e'
	}
	return 'f'
}
