// How a batch of ours is asked for and read, in either format.

function toRequests(operations, accept) {
  const requests = Array.from({ length: operations }, (_, id) => ({
    id: `${id}`,
    method: 'GET',
    url: `/photos/${id}`,
  }));
  const headers = { 'content-type': 'application/json', accept };
  return [{ method: 'POST', path: '/batch', headers, body: JSON.stringify({ requests }) }];
}

/** The answer as a JSON document. */
export const json = {
  toRequests: (operations) => toRequests(operations, 'application/json'),
  read: ({ text }) => JSON.parse(text).responses.map(({ status, body }) => ({ status, body })),
};

/** The answer as an XML document, read without the code of this project. */
export const xml = {
  toRequests: (operations) => toRequests(operations, 'application/xml'),
  read: ({ text }) =>
    Array.from(text.matchAll(/<D:response .*?<\/D:response>/gs), ([response]) => ({
      status: Number(/<D:status>HTTP\/1\.1 (\d{3})/.exec(response)[1]),
      body: JSON.parse(unescapeXml(/<M:body>(.*?)<\/M:body>/s.exec(response)[1])),
    })),
};

function unescapeXml(text) {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
