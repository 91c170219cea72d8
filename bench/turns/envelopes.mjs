/** Limits that admit each of {@link ENVELOPES}. */
const RAISED = {
  maxOperations: 1_000_000,
  maxUnsafeOperations: 1_000_000,
  maxBodyBytes: 1_000_000_000,
  maxBytesUnderWay: 4_000_000_000,
  maxHeaderBytes: 10_000_000,
  maxResponseBytes: 1_000_000_000,
  maxDependencyDepth: 1_000_000,
};

/** What `measure-envelope.mjs` sends; without `limits`, to an endpoint with default limits. */
export const ENVELOPES = {
  '100 GETs': batchOf(100, get),
  '100 POSTs of 2 KB': batchOf(100, (id) => ({ method: 'POST', url: `/photos/${id}`, body: photo(2_000) })),
  '100 POSTs of 10 KB': batchOf(100, (id) => ({ method: 'POST', url: `/photos/${id}`, body: photo(10_000) })),
  'one POST of 1 MB': batchOf(1, () => ({
    method: 'POST',
    url: '/photos',
    body: listOf(95, () => photo(10_000)),
  })),
  '100 x 200 references': batchOf(100, referring(200)),
  '100 x 120 references into the body': batchOf(100, referringInBody(120)),
  '100 x 900 dependencies': batchOf(100, depending(900)),
  '100 x 400 header fields': batchOf(100, withFields(400)),
  '1 MB of nested arrays': text(() => '['.repeat(500_000) + ']'.repeat(500_000)),
  '1 MB of nested arrays in a body': text(
    () => `{"requests":[{"method":"POST","url":"/","body":${'['.repeat(500_000)}${']'.repeat(500_000)}}]}`,
  ),
  '1 MB of nested objects': text(() => `${'{"a":'.repeat(170_000)}1${'}'.repeat(170_000)}`),
  '1 MB of opening brackets': text(() => '['.repeat(1_000_000)),
  '1 MB of []': text(() => `{"requests":[${'[],'.repeat(340_000)}[]]}`),
  '1 MB of {}': text(() => `{"requests":[${'{},'.repeat(340_000)}{}]}`),
  '1 MB of unknown members': text(() => `{${members(70_000)}}`),
  '1 MB of members of a request': text(() => `{"requests":[{${members(70_000)}}]}`),
  '1 MB of fields of one request': text(
    () => `{"requests":[{"method":"GET","url":"/","headers":{${members(70_000, '"0"')}}}]}`,
  ),
  '1 MB of base64': batchOf(100, () => ({
    method: 'POST',
    url: '/',
    headers: { 'content-type': 'image/png' },
    body: Buffer.alloc(7_500, 0xa7).toString('base64'),
  })),
  '1 MB URL of variables': text(() => `{"requests":[{"method":"GET","url":"/${'{a}'.repeat(340_000)}"}]}`),
  '10 000 GETs': batchOf(10_000, get, RAISED),
  '10 000 POSTs of 1 KB': batchOf(
    10_000,
    (id) => ({ method: 'POST', url: `/photos/${id}`, body: photo(1_000) }),
    RAISED,
  ),
  '100 000 GETs': batchOf(100_000, get, RAISED),
  '10 000 GETs, refused': batchOf(
    10_000,
    (id) => ({ ...get(id), ...(id === 9_999 && { url: 'x' }) }),
    RAISED,
  ),
  '100 000 GETs, refused': batchOf(
    100_000,
    (id) => ({ ...get(id), ...(id === 99_999 && { url: 'x' }) }),
    RAISED,
  ),
  '10 000 in a chain, refused': batchOf(
    10_000,
    (id) => ({ ...get(id), ...(id > 0 && { dependsOn: [`${id - 1}`] }), ...(id === 9_999 && { url: 'x' }) }),
    RAISED,
  ),
  '10 000 in a chain': batchOf(
    10_000,
    (id) => ({ ...get(id), ...(id > 0 && { dependsOn: [`${id - 1}`] }) }),
    RAISED,
  ),
  '90 000 references': batchOf(101, referring(900), RAISED),
  '100 x 4 000 header fields': batchOf(100, withFields(4_000), RAISED),
  '30 MB of JSON in one body': batchOf(
    1,
    () => ({ method: 'POST', url: '/photos', body: listOf(3_000, () => photo(10_000)) }),
    RAISED,
  ),
};

function get(id) {
  return { id: `${id}`, method: 'GET', url: `/photos/${id}` };
}

/** The first operation, to which all others refer. */
function source() {
  return { id: 'album', method: 'GET', url: '/albums/4' };
}

function reference(at) {
  return { at, from: 'album', value: '/body/id' };
}

function referring(count) {
  return (id) =>
    id === 0
      ? source()
      : {
          method: 'GET',
          url: `/photos/${id}`,
          references: listOf(count, (n) => reference(`/headers/x${n}`)),
        };
}

function referringInBody(count) {
  return (id) =>
    id === 0
      ? source()
      : {
          method: 'POST',
          url: `/photos/${id}`,
          body: Object.fromEntries(listOf(count, (n) => [`m${n}`, null])),
          references: listOf(count, (n) => reference(`/body/m${n}`)),
        };
}

function depending(count) {
  return (id) => (id === 0 ? source() : { ...get(id), dependsOn: listOf(count, () => 'album') });
}

function withFields(count) {
  const headers = Object.fromEntries(listOf(count, (n) => [`x-field-${n}`, `value ${n}`]));
  return (id) => ({ ...get(id), headers });
}

function photo(size) {
  const points = listOf(Math.floor(size / 40), (n) => ({ x: n * 1.5, y: -n, label: `p${n}` }));
  return { title: 'Tram 28, "Lisbon"', tags: ['tram', 'dusk'], points };
}

function batchOf(count, toRequest, limits) {
  return { limits, create: () => Buffer.from(JSON.stringify({ requests: listOf(count, toRequest) })) };
}

function text(create) {
  return { limits: undefined, create: () => Buffer.from(create()) };
}

/** Returns members of a JSON object, with names of their own. */
function members(count, value = '0') {
  return listOf(count, (n) => `"m${n}":${value}`).join(',');
}

function listOf(count, toItem) {
  return Array.from({ length: count }, (_, index) => toItem(index));
}
