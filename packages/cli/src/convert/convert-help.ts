/** The text that `multistatus convert --help` prints. */
export const CONVERT_HELP = `Convert a 207 in any format to JSON, XML or multipart, or a batch between
multipart and JSON, and report what was lost.

Examples:
  multistatus convert --to json answer.xml
  multistatus convert --to xml answer.json > answer.xml
  multistatus convert --to json batch.multipart > batch.json
  curl -s -X PROPFIND https://dav.example.com/ | multistatus convert --to json -

Usage:
  multistatus convert --to json|xml|multipart <file | ->

Reads everything that multistatus inspect reads, except captures. The document
is written to standard output. Each loss is reported on standard error, in a
line that begins with "lost:". A batch in JSON is written for an endpoint of
batch(); the line says what to change for one of OData or Microsoft Graph.

Options:
      --to json|xml|multipart   the format to write
  -h, --help                    print this help

Exit codes:
  0   the document was written
  2   the source is neither a 207 document nor a batch, or is truncated
  64  the command line is invalid
  66  the file cannot be read
`;
