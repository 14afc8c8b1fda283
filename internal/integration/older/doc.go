// Package older runs the driver on clusters of the older generation of the service,
// Aurora Serverless v1: what works there, and what the errors are where it does not.
package older
