// Package sigv4 checks the signatures of AWS Signature Version 4, in the
// Authorization header and in the query of a presigned URL. The method is that of
// the pages "Create a signed AWS API request" and "Troubleshoot signed requests"
// of the IAM User Guide, for services other than S3: the path is encoded once
// more, and the body is signed as a whole.
package sigv4
