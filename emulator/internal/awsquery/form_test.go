package awsquery_test

import (
	"encoding/xml"
	"errors"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator/internal/awsquery"
)

func parse(t *testing.T, body string) awsquery.Form {
	t.Helper()
	form, err := awsquery.Parse([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	return form
}

func TestForm(t *testing.T) {
	form := parse(t, "Action=A&Version=2014-10-31&Text=a%20b%26c&On=true&Off=false&N=42&X=0.5&Empty="+
		"&Tags.Tag.1.Key=k&Tags.Tag.1.Value=v&Tags.Tag.2.Key=k2&Keys.member.1=a&Keys.member.2=b&Keys.member.4=d")
	if form.Action() != "A" || form.Version() != "2014-10-31" || form.Text("Text") != "a b&c" {
		t.Errorf("got %+v", form)
	}
	for name, want := range map[string]bool{"On": true, "Empty": true, "Tags": true, "Tags.Tag.1": true, "Tags.Tag.1.Key": true, "Tag": false, "None": false} {
		if got := form.Has(name); got != want {
			t.Errorf("Has(%q) is %v", name, got)
		}
	}
	on, _ := form.Bool("On")
	off, _ := form.Bool("Off")
	none, err := form.Bool("None")
	if !on || off || none || err != nil {
		t.Errorf("got %v %v %v %v", on, off, none, err)
	}
	if n, err := form.Int("N"); n != 42 || err != nil {
		t.Errorf("got %v %v", n, err)
	}
	if x, err := form.Float("X"); x != 0.5 || err != nil {
		t.Errorf("got %v %v", x, err)
	}
	if got := form.List("Tags", "Tag"); !reflect.DeepEqual(got, []string{"Tags.Tag.1", "Tags.Tag.2"}) {
		t.Errorf("got %v", got)
	}
	if got := form.Texts("Keys", "TagKey"); !reflect.DeepEqual(got, []string{"a", "b"}) {
		t.Errorf("got %v", got)
	}
}

func TestFormRefuses(t *testing.T) {
	form := parse(t, "V=x&E=1e99&Inf=Inf&NaN=NaN&Long=99999999999")
	_, notBool := form.Bool("V")
	_, notInt := form.Int("V")
	_, tooLong := form.Int("Long")
	_, notFloat := form.Float("V")
	_, tooLarge := form.Float("E")
	_, infinite := form.Float("Inf")
	_, nan := form.Float("NaN")
	_, noForm := awsquery.Parse([]byte("a=%zz"))
	_, longName := awsquery.Parse([]byte(strings.Repeat("a", 257) + "=1"))
	_, deepName := awsquery.Parse([]byte(strings.Repeat("a.", 17) + "=1"))
	many := url.Values{}
	for i := range 10001 {
		many.Set(strconv.Itoa(i), "")
	}
	_, tooMany := awsquery.Parse([]byte(many.Encode()))
	for i, err := range []error{notBool, notInt, tooLong, notFloat, tooLarge, infinite, nan, noForm, longName, deepName, tooMany} {
		var e *awsquery.Error
		if !errors.As(err, &e) || e.Status != 400 {
			t.Errorf("%d: got %v", i, err)
		}
	}
}

func TestAnswer(t *testing.T) {
	type item struct{ Name string }
	result := struct {
		Items []item `xml:"Items>Item"`
		Token string `xml:",omitempty"`
	}{Items: []item{{"a<b"}, {"c"}}}
	got, err := awsquery.Answer("urn:x", "List", "id", result)
	const want = `<ListResponse xmlns="urn:x"><ListResult><Items><Item><Name>a&lt;b</Name></Item><Item><Name>c</Name></Item></Items></ListResult>` +
		`<ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></ListResponse>`
	if err != nil || string(got) != want {
		t.Errorf("got  %s (%v)\nwant %s", got, err, want)
	}
	got, err = awsquery.Answer("urn:x", "Drop", "id", nil)
	if want := `<DropResponse xmlns="urn:x"><ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></DropResponse>`; err != nil || string(got) != want {
		t.Errorf("got  %s (%v)\nwant %s", got, err, want)
	}
}

func TestFailure(t *testing.T) {
	for code, status := range map[string]int{"DBClusterNotFoundFault": 404, "DBInstanceNotFound": 404, "InvalidParameterValue": 400} {
		e := awsquery.Errorf(code, "no %s", "<x>")
		if e.Status != status {
			t.Errorf("%s: the status is %d", code, e.Status)
		}
		var read struct {
			XMLName xml.Name `xml:"urn:x ErrorResponse"`
			Type    string   `xml:"Error>Type"`
			Code    string   `xml:"Error>Code"`
			Message string   `xml:"Error>Message"`
		}
		if err := xml.Unmarshal(awsquery.Failure("urn:x", "id", e), &read); err != nil || read.Type != "Sender" || read.Code != code || read.Message != "no <x>" {
			t.Errorf("got %+v (%v)", read, err)
		}
	}
}

// FuzzParse: a form has what was sent, and its lists end.
func FuzzParse(f *testing.F) {
	f.Add("Tags.Tag.1", "v", "member")
	f.Add("Tags.member.1.Key", "", "Tag")
	f.Add("..", "\x00", ".")
	f.Fuzz(func(t *testing.T, name, value, element string) {
		form, err := awsquery.Parse([]byte(url.Values{name: {value}}.Encode()))
		if err != nil {
			if len(name) <= 256 && strings.Count(name, ".") <= 16 {
				t.Fatal(err)
			}
			return
		}
		if form.Text(name) != value || !form.Has(name) {
			t.Fatalf("%q is %q, want %q", name, form.Text(name), value)
		}
		prefix, _, _ := strings.Cut(name, ".")
		for i, at := range form.List(prefix, element) {
			if !form.Has(at) || !strings.HasSuffix(at, "."+strconv.Itoa(i+1)) {
				t.Fatalf("element %d is at %q", i, at)
			}
		}
	})
}

// FuzzParseBody: nothing breaks, and what was read has a well-formed error answer.
func FuzzParseBody(f *testing.F) {
	f.Add([]byte("Action=DescribeDBClusters&Filters.Filter.1.Values.Value.1=a"))
	f.Add([]byte("%&;=&a.1.2=%ff"))
	f.Fuzz(func(t *testing.T, body []byte) {
		form, err := awsquery.Parse(body)
		if err != nil {
			return
		}
		var any struct{}
		if err := xml.Unmarshal(awsquery.Failure("urn:x", "id", awsquery.Errorf(form.Action(), "%s", form.Version())), &any); err != nil {
			t.Fatal(err)
		}
	})
}
