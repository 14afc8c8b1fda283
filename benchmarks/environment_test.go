package main

import "testing"

// TestFunctionSizes holds what the driver adds to the binary of a function to a
// ceiling, somewhat above what it is: 5.3 MB, of which the SDK's part is 3.4, and
// 3.2 MB with the build tag; MySQL is 0.6 MB of it. Sizes are the same on every machine. They may change
// with the versions of Go and of the SDK; raise a ceiling for a reason only.
func TestFunctionSizes(t *testing.T) {
	t.Setenv("GOARCH", "amd64")
	f, err := buildFunctions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.remove)
	if err := f.buildWithTag(t.Context()); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		function, other string
		ceiling         float64 // MB
	}{
		{"driver", "bare", 5.6},
		{"driver", "sdk", 2.2},
		{"environment", "bare", 3.4},
	}
	for _, tt := range tests {
		t.Run(tt.function+" over "+tt.other, func(t *testing.T) {
			over, err := f.over(tt.function, tt.other)
			if err != nil {
				t.Fatal(err)
			}
			if over > tt.ceiling || over < tt.ceiling/2 {
				t.Errorf("got %.2f MB, want at most %.2f, and more than half of it", over, tt.ceiling)
			}
		})
	}
}
