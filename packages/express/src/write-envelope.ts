import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EnvelopeResponse } from '@multistatus/core';

/** Sends the answer, unless something else has answered in the meantime, such as a timeout of the app. */
export function writeEnvelope(req: IncomingMessage, res: ServerResponse, response: EnvelopeResponse): void {
  // What is left of a body that was refused; the client may still be sending it and has to get to the answer.
  req.resume();
  if (res.headersSent) return;
  res.statusCode = response.status;
  for (const [name, value] of Object.entries(response.headers)) res.setHeader(name, value);
  res.end(Buffer.from(response.body));
}
