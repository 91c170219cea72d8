/** An answer of a WebDAV server. */
export const XML_207 = `<?xml version="1.0" encoding="utf-8"?>
<D:multistatus xmlns:D="DAV:">
  <D:response>
    <D:href>/photos/7</D:href>
    <D:status>HTTP/1.1 423 Locked</D:status>
    <D:error><D:lock-token-submitted/></D:error>
  </D:response>
</D:multistatus>
`;
