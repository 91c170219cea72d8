/** What `multistatus send --help` prints. */
export const SEND_HELP = `Send a batch, show each outcome as it comes, and explain what failed.

Examples:
  multistatus send batch.json --to https://api.example.com/batch
  multistatus send - --to http://localhost:3000/batch < batch.json
  multistatus send batch.json --to URL -H 'Authorization: Bearer ...' --retry
  multistatus send batch.json --to URL --accept xml
  multistatus send batch.json --to URL --json | jq .counts

Usage:
  multistatus send [options] <batch.json | -> --to URL

The file goes out as it is: { "requests": [{ "method", "url", ... }] }. The
server is asked for NDJSON, with which outcomes arrive as they come; one that
has only JSON answers at the end. A redirect is not followed.

Options:
      --to URL            the batch endpoint
  -H, --header 'N: V'     a header of the batch; may be given again
      --retry [N]         send again what may be sent again, each operation N
                          times at most, the first time included; default 3
      --accept FORMAT     ndjson, the default; with json or xml the answer is
                          inspected as a whole, as multistatus inspect does
  -m, --timeout SECONDS   for each exchange; default 60
      --json              print JSON for machines, see the README for its shape
  -h, --help              print this

Ctrl-C ends the batch; what has not started in the server then does not start.

Exit codes:
  0    nothing failed
  1    an operation failed
  2    the batch was refused, or an operation has no outcome
  64   the command line is wrong
  66   the file cannot be read, or the server does not answer
  130  Ctrl-C
`;
