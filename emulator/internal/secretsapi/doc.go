// Package secretsapi answers the part of the API of AWS Secrets Manager, version
// 2017-10-17, that keeps credentials: everything about secrets and their versions,
// and nothing of rotation, replication and resource policies.
//
// Names, shapes and errors are those of the service's model, as
// aws/aws-sdk-go-v2 service/secretsmanager has it. Where the text of an error is
// known, it is that of the service; others are our own.
package secretsapi
