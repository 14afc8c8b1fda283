package awsquery

import (
	"bytes"
	"encoding/xml"
	"net/http"
)

// ContentType is that of all answers.
const ContentType = "text/xml"

type metadata struct {
	RequestID string `xml:"RequestId"`
}

// Answer writes the XML of a result, which is nil for an operation without one.
func Answer(namespace, action, requestID string, result any) ([]byte, error) {
	var text bytes.Buffer
	encoder := xml.NewEncoder(&text)
	root := xml.StartElement{
		Name: xml.Name{Local: action + "Response"},
		Attr: []xml.Attr{{Name: xml.Name{Local: "xmlns"}, Value: namespace}},
	}
	if err := encoder.EncodeToken(root); err != nil {
		return nil, err
	}
	if result != nil {
		if err := encoder.EncodeElement(result, xml.StartElement{Name: xml.Name{Local: action + "Result"}}); err != nil {
			return nil, err
		}
	}
	if err := encoder.EncodeElement(metadata{requestID}, xml.StartElement{Name: xml.Name{Local: "ResponseMetadata"}}); err != nil {
		return nil, err
	}
	if err := encoder.EncodeToken(root.End()); err != nil {
		return nil, err
	}
	err := encoder.Flush()
	return text.Bytes(), err
}

type failure struct {
	XMLName   xml.Name `xml:"ErrorResponse"`
	Namespace string   `xml:"xmlns,attr"`
	Type      string   `xml:"Error>Type"`
	Code      string   `xml:"Error>Code"`
	Message   string   `xml:"Error>Message"`
	RequestID string   `xml:"RequestId"`
}

// Failure writes the XML of an error.
func Failure(namespace, requestID string, e *Error) []byte {
	who := "Sender"
	if e.Status >= http.StatusInternalServerError {
		who = "Receiver"
	}
	text, err := xml.Marshal(failure{Namespace: namespace, Type: who, Code: e.Code, Message: e.Message, RequestID: requestID})
	if err != nil {
		return nil // texts are always written
	}
	return text
}
