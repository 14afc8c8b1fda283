package secretsapi

import (
	"crypto/rand"
	"math/big"
	"strings"
)

// What passwords are made of.
const (
	lower       = "abcdefghijklmnopqrstuvwxyz"
	upper       = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits      = "0123456789"
	punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
)

const (
	defaultLength = 32
	maxLength     = 4096
)

type getRandomPasswordRequest struct {
	PasswordLength          *int
	ExcludeCharacters       string
	ExcludeNumbers          bool
	ExcludePunctuation      bool
	ExcludeUppercase        bool
	ExcludeLowercase        bool
	IncludeSpace            bool
	RequireEachIncludedType *bool
}

type getRandomPasswordResponse struct{ RandomPassword string }

func (a *API) getRandomPassword(r *getRandomPasswordRequest) (any, error) {
	length := defaultLength
	if r.PasswordLength != nil {
		length = *r.PasswordLength
	}
	kinds := r.kinds()
	alphabet := strings.Join(kinds, "")
	each := r.RequireEachIncludedType == nil || *r.RequireEachIncludedType
	if alphabet == "" || length < 1 || length > maxLength || each && length < len(kinds) {
		return nil, errorf("InvalidParameterException", "The password length must be between 1 and %d and hold each included type, of which there must be one.", maxLength)
	}
	password := []byte{}
	if each {
		for _, kind := range kinds {
			password = append(password, pick(kind))
		}
	}
	for len(password) < length {
		password = append(password, pick(alphabet))
	}
	shuffle(password)
	return getRandomPasswordResponse{string(password)}, nil
}

// kinds gives the letters of each included type, without those that are excluded.
func (r *getRandomPasswordRequest) kinds() []string {
	var kinds []string
	for _, k := range []struct {
		letters  string
		excluded bool
	}{
		{lower, r.ExcludeLowercase}, {upper, r.ExcludeUppercase}, {digits, r.ExcludeNumbers},
		{punctuation, r.ExcludePunctuation}, {" ", !r.IncludeSpace},
	} {
		left := strings.Map(func(l rune) rune {
			if strings.ContainsRune(r.ExcludeCharacters, l) {
				return -1
			}
			return l
		}, k.letters)
		if !k.excluded && left != "" {
			kinds = append(kinds, left)
		}
	}
	return kinds
}

func pick(letters string) byte { return letters[below(len(letters))] }

func shuffle(octets []byte) {
	for i := len(octets) - 1; i > 0; i-- {
		j := below(i + 1)
		octets[i], octets[j] = octets[j], octets[i]
	}
}

// below gives a random number from 0 to n-1.
func below(n int) int {
	i, _ := rand.Int(rand.Reader, big.NewInt(int64(n))) // never fails
	return int(i.Int64())
}
