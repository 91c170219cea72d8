/** The text that `multistatus send --help` prints. */
export const SEND_HELP = `Send a batch, show each outcome as it arrives, and explain the failures.

Examples:
  multistatus send batch.json --to https://api.example.com/batch
  multistatus send - --to http://localhost:3000/batch < batch.json
  multistatus send batch.json --to URL -H 'Authorization: Bearer ...' --retry
  multistatus send batch.json --to URL --key 8e03978e-40d5-43e8-bc93
  multistatus send batch.json --to URL --accept xml
  multistatus send reads.json --to URL --query
  multistatus send batch.json --to URL --async --follow
  multistatus send batch.json --to URL --json | jq .counts

Usage:
  multistatus send [options] <batch.json | batch.jsonl | batch.multipart | ->
                   --to URL

The file is sent unchanged: { "requests": [{ "method", "url", ... }] }. The
server is asked to stream outcomes as NDJSON; a server that supports only JSON
sends them all at the end. Redirects are not followed, except with --query
within the origin.

A multipart batch (OData, Google) is sent unchanged as well, with its boundary
in the Content-Type, and its answer is inspected as by multistatus inspect.

A file named .jsonl or .ndjson is a batch in JSON Lines, an operation on each
line. It is sent unchanged, and its answer is inspected too.

A batch that may change something gets a random Idempotency-Key where the
description of the endpoint says that the server keeps keys: the server then
runs nothing twice, and a batch whose answer is lost is sent again. If it stays
lost, the command is printed that goes on with the same key.

With --async, the server is asked to take the batch and to answer later
(Prefer: respond-async): it may then be larger, and take hours. The URL of its
monitor is printed, which multistatus monitor follows. A server that does not do
this answers at once.

Options:
      --to URL            the batch endpoint
  -H, --header 'N: V'     a header of the batch; may be repeated
      --retry [N]         send operations again that may be repeated, each at
                          most N times including the first; default 3
      --key KEY           the Idempotency-Key; the same file with the same key
                          runs only once
      --query             send the batch by QUERY (RFC 10008), if its operations
                          change nothing: it is sent again when its answer is
                          lost
      --async             have the batch answered later, and print the URL of
                          its monitor
      --follow            with --async: show the progress on standard error, and
                          then the outcomes
      --accept FORMAT     ndjson (default), json or xml; an answer in json or
                          xml is inspected as by multistatus inspect; for a
                          multipart batch: multipart (default) or json, which
                          OData needs -H 'OData-MaxVersion: 4.01' for
  -m, --timeout SECONDS   for each exchange; default 60
      --json              print JSON; the README describes its shape
  -h, --help              print this help

Ctrl-C aborts the batch; operations that have not started on the server are not
started. A batch with a key runs on to its end where the server keeps keys. With
--follow, Ctrl-C asks whether to cancel the batch, to leave it running, or to go
on; without a terminal, it leaves the batch running.

Exit codes:
  0    nothing failed; with --async alone: the server has taken the batch
  1    an operation failed
  2    the batch was refused, or an operation has no outcome
  64   the command line is invalid
  66   the file cannot be read, or the server does not answer
  75   the answer was lost, and the batch can go on with --key; with --follow:
       the monitor cannot be reached
  130  Ctrl-C
`;
