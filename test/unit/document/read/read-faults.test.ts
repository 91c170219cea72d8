// Texts that must not be read: each names its rule and its place.
import { describe, expect, test } from '@jest/globals';
import { DocumentError, isDocumentError, readMultistatus } from '@multistatus/document';
import { readXml } from '@multistatus/document/xml-reader';

const OK = '<status>HTTP/1.1 200 OK</status>';

function wrap(content: string): string {
  return `<multistatus xmlns="DAV:" xmlns:M="urn:multistatus:xml:1">\n${content}</multistatus>`;
}

function respond(content: string, href = '<href>/a</href>'): string {
  return wrap(`<response>${href}${content}</response>`);
}

describe('XML', () => {
  test.each<[string, string, string]>([
    // Not well-formed.
    ['', 'format', '1:1'],
    ['  \n ', 'format', '1:1'],
    ['hello', 'format', '1:1'],
    ['null', 'format', '1:1'],
    ['\n<!DOCTYPE html><html>', 'format', '2:1'],
    ['<', 'X1', '1:2'],
    ['<multistatus xmlns="DAV:">', 'X1', '1:27'],
    ['<?xml version="1.0"', 'X1', '1:20'],
    [' <?xml version="1.0"?><multistatus xmlns="DAV:"/>', 'X1', '1:8'],
    ['<multistatus xmlns="DAV:"/>text', 'X1', '1:32'],
    ['<multistatus xmlns="DAV:"/><multistatus xmlns="DAV:"/>', 'X1', '1:41'],
    [wrap('<response></multistatus>'), 'X1', '2:25'],
    [wrap('<a b=1/>'), 'X1', '2:7'],
    [wrap('<a b="1" b="2"/>'), 'X1', '2:17'],
    [wrap('<x:a/>'), 'X1', '2:7'],
    [wrap('<M:0a/>'), 'X1', '2:8'],
    [wrap('<a:b:c/>'), 'X1', '2:9'],
    [wrap('&nbsp;'), 'X1', '2:7'],
    [wrap('&constructor;'), 'X1', '2:14'],
    [wrap('&#0;'), 'X1', '2:5'],
    [wrap('\0'), 'X31', '2:2'],
    [wrap('\ud800<a/>'), 'X31', '2:1'],
    [wrap('\udc00'), 'X31', '2:1'],
    [wrap('<![CDATA['), 'X1', '2:24'],
    [wrap('<!-- a -- b -->'), 'X1', '2:11'],
    // Entities.
    ['<!DOCTYPE multistatus><multistatus xmlns="DAV:"/>', 'doctype', '1:23'],
    ['<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>', 'doctype', '1:47'],
    ['<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<a>&x;</a>', 'doctype', '1:55'],
    ['<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>', 'doctype', '1:52'],
    // Not of the namespace, or not a 207.
    ['<multistatus/>', 'X2', '1:1'],
    ['<D:multistatus xmlns:D="DAV"/>', 'X2', '1:1'],
    ['<html xmlns="http://www.w3.org/1999/xhtml"/>', 'X2', '1:1'],
    ['<D:prop xmlns:D="DAV:"/>', 'X2', '1:1'],
    [wrap('<response xmlns=""/>'), 'X2', '2:1'],
    [wrap('<response xmlns="dav:"/>'), 'X2', '2:1'],
    [respond(`<propstat xmlns="DAV"/>${OK}`), 'X2', '2:26'],
    [respond('<propstat><status xmlns="">HTTP/1.1 200 OK</status></propstat>'), 'X2', '2:36'],
    // Mis-nested, or with text between.
    [wrap('text'), 'X26', '1:1'],
    [respond(`${OK}text`), 'X26', '2:1'],
    [respond('<propstat>text</propstat>'), 'X26', '2:26'],
    [respond('<propstat><prop>text</prop><status>HTTP/1.1 200 OK</status></propstat>'), 'X26', '2:36'],
    [respond(`<error>text</error>${OK}`), 'X18', '2:26'],
    [respond(`<location>/b</location>${OK}`), 'X26', '2:26'],
    [wrap('<href>/a</href>'), 'X24', '2:1'],
    [wrap('<propstat/>'), 'X24', '2:1'],
    [respond('<response/>'), 'X24', '2:26'],
    [respond('<prop/>'), 'X24', '2:26'],
    [respond('<propstat><href>/b</href></propstat>'), 'X24', '2:36'],
    [respond(OK, '<href><b/>/a</href>'), 'X25', '2:17'],
    [respond('<status>HTTP/1.1 200 OK<b/></status>'), 'X25', '2:49'],
    [wrap('<sync-token><href/></sync-token>'), 'X25', '2:13'],
    // Without the members that say which outcome failed.
    [wrap(`<response>${OK}</response>`), 'X6', '2:1'],
    [respond(OK, '<href> </href>'), 'X6', '2:11'],
    [respond(''), 'X8', '2:1'],
    [respond(OK + OK), 'X8', '2:58'],
    [respond('<propstat><prop/></propstat>'), 'X9', '2:26'],
    [respond(`<propstat><prop/>${OK}${OK}</propstat>`), 'X9', '2:75'],
    [respond(`<propstat><prop/>${OK}</propstat>`, '<href>/a</href><href>/b</href>'), 'X8', '2:1'],
    [
      respond(`<status>HTTP/1.1 404 Not Found</status><propstat><prop><a/></prop>${OK}</propstat>`),
      'X8',
      '2:1',
    ],
    [respond('<status/>'), 'X11', '2:26'],
    [respond('<status>200 OK</status>'), 'X11', '2:26'],
    [respond('<status>HTTP/1.1 2000 OK</status>'), 'X11', '2:26'],
    [respond('<status>HTTP/1.1 20 OK</status>'), 'X11', '2:26'],
    [respond('<status>HTTP/1.1 099 OK</status>'), 'X11', '2:26'],
    [respond('<status>FTP/1.1 200 OK</status>'), 'X11', '2:26'],
    [respond(`${OK}<location/>`), 'X20', '2:1'],
    [respond(`${OK}<location><href>/b</href><href>/c</href></location>`), 'X20', '2:83'],
    [wrap('<sync-token>a</sync-token><sync-token>b</sync-token>'), 'X36', '2:27'],
    // In the namespace of this library.
    [respond(`${OK}<M:body>{"a":}</M:body>`), 'extension', '2:58'],
    [respond(`${OK}<M:body></M:body>`), 'extension', '2:58'],
    [respond(`${OK}<M:body>1 2</M:body>`), 'extension', '2:58'],
    [respond(`${OK}<M:body encoding="base64">a</M:body>`), 'extension', '2:58'],
    [respond(`${OK}<M:body encoding="gzip"/>`), 'extension', '2:58'],
    [respond(`${OK}<M:body omitted="lost"/>`), 'extension', '2:58'],
    [respond(`${OK}<M:body>1</M:body><M:body>2</M:body>`), 'extension', '2:76'],
    [respond(`${OK}<M:header>a</M:header>`), 'extension', '2:58'],
    [respond(`${OK}<M:timing/>`), 'extension', '2:58'],
    [respond(`${OK}<M:timing start="1"/>`), 'extension', '2:58'],
    [respond(`${OK}<M:timing start="-1" duration="1"/>`), 'extension', '2:58'],
    [respond(`${OK}<M:timing start="0x1" duration="1"/>`), 'extension', '2:58'],
    [respond(`${OK}<M:timing start="1" duration="1e999"/>`), 'extension', '2:58'],
    [respond(`${OK}<M:timing start="1" duration="1"/><M:timing/>`), 'extension', '2:92'],
    [respond(`${OK}<M:target>/b</M:target><M:target>/c</M:target>`), 'extension', '2:1'],
    [respond(`<propstat><prop/>${OK}</propstat><M:body>1</M:body>`), 'extension', '2:1'],
    [wrap(`<response M:index="-1"><href>/a</href>${OK}</response>`), 'extension', '2:1'],
    [wrap('<M:summary total="1"/>'), 'extension', '2:1'],
    [wrap('<M:summary total="1" succeeded="1" failed="x" other="0"/>'), 'extension', '2:1'],
  ])('%j: %s at %s', async (xml, rule, place) => {
    const fault = await catchFault(xml);
    expect({ rule: fault.rule, place: `${fault.place.line}:${fault.place.column}` }).toEqual({ rule, place });
    expect(fault.message).toContain(`(${rule}, line ${fault.place.line}, column ${fault.place.column})`);
    if (rule !== 'format') expect(() => readXml(xml)).toThrow(fault.message);
  });
});

describe('JSON', () => {
  const one = (members: string): string => `{"responses":[{"href":"/a",${members}}]}`;
  test.each<[string, string, string]>([
    // Not well-formed.
    ['{', 'json', '1:2'],
    ['{"responses":[]', 'json', '1:16'],
    ['{"responses":[]}}', 'json', '1:17'],
    ['{"responses":[],}', 'json', '1:17'],
    ['{"responses":[,]}', 'json', '1:15'],
    ['{"responses" []}', 'json', '1:14'],
    ["{'responses':[]}", 'json', '1:2'],
    ['{"responses":\n [tru]}', 'json', '2:3'],
    ['{"responses":[01]}', 'json', '1:16'],
    ['{"responses":["\n"]}', 'json', '1:16'],
    ['{"responses":["\\x"]}', 'json', '1:16'],
    ['{"responses":["\\ud8"]}', 'json', '1:16'],
    [one('"status":200,"body":{"a":[}'), 'json', '1:54'],
    [one('"status":200,"body":NaN'), 'json', '1:48'],
    ['// no\n{}', 'format', '1:1'],
    // Well-formed, and no 207.
    ['{}', 'shape', ''],
    ['[null]', 'X8', '/0'],
    ['["text"]', 'X8', '/0'],
    ['{"value":{}}', 'shape', ''],
    ['{"value":[{"id":"1"}]}', 'X8', '/value/0'],
    ['{"type":"about:blank","title":"Locked","status":423}', 'shape', ''],
    ['{"responses":{}}', 'shape', '/responses'],
    ['{"responses":null}', 'shape', '/responses'],
    ['{"responses":[null]}', 'X8', '/responses/0'],
    ['{"responses":[{"href":"/a","status":200},null]}', 'X6', '/responses/1'],
    ['{"responses":[{"__proto__":{"href":"/a"},"a":{}}]}', 'X8', '/responses/0'],
    ['{"responses":[{"href":"/a","status":200},{"status":200}]}', 'X6', '/responses/1'],
    ['{"responses":[{"href":"","status":200}]}', 'X6', '/responses/0/href'],
    ['{"responses":[{"href":1,"status":200}]}', 'shape', '/responses/0/href'],
    ['{"responses":[{"hrefs":[],"status":200}]}', 'X6', '/responses/0'],
    ['{"responses":[{"hrefs":["/a",null],"status":200}]}', 'shape', '/responses/0/hrefs/1'],
    [one('"hrefs":["/b","/c"],"status":200'), 'shape', '/responses/0'],
    [one('"id":"a"'), 'X8', '/responses/0'],
    [one('"propstats":[]'), 'X8', '/responses/0'],
    [one('"status":200,"propstats":[{"status":200,"properties":[]}]'), 'X8', '/responses/0'],
    [one('"propstats":[{"properties":[]}]'), 'X9', '/responses/0/propstats/0'],
    [one('"propstats":[{"status":200}]'), 'shape', '/responses/0/propstats/0/properties'],
    [one('"propstats":[{"status":200,"properties":[]}],"body":1'), 'shape', '/responses/0'],
    [one('"status":"200"'), 'X11', '/responses/0/status'],
    [one('"status":99'), 'X11', '/responses/0/status'],
    [one('"status":200.5'), 'X11', '/responses/0/status'],
    [one('"status":null'), 'X11', '/responses/0/status'],
    [one('"status":200,"id":true'), 'shape', '/responses/0/id'],
    [one('"status":200,"index":-1'), 'shape', '/responses/0/index'],
    [one('"status":200,"headers":[]'), 'shape', '/responses/0/headers'],
    [one('"status":200,"headers":{"a/b~":null}'), 'shape', '/responses/0/headers/a~1b~0'],
    [one('"status":200,"headers":{"a":["b",1]}'), 'shape', '/responses/0/headers/a'],
    [one('"status":200,"body":{},"bodyEncoding":"text"'), 'shape', '/responses/0/body'],
    [one('"status":200,"body":"?","bodyEncoding":"base64"'), 'shape', '/responses/0/body'],
    [one('"status":200,"body":"?","bodyEncoding":"gzip"'), 'shape', '/responses/0/bodyEncoding'],
    [one('"status":200,"bodyOmitted":true'), 'shape', '/responses/0/bodyOmitted'],
    [one('"status":200,"timing":"12 ms"'), 'shape', '/responses/0/timing'],
    [one('"status":200,"timing":{"startMs":0}'), 'shape', '/responses/0/timing/durationMs'],
    [one('"status":200,"timing":{"startMs":-1,"durationMs":0}'), 'shape', '/responses/0/timing/startMs'],
    [
      one('"status":200,"timing":{"startMs":0,"durationMs":1e999}'),
      'shape',
      '/responses/0/timing/durationMs',
    ],
    [one('"status":200,"error":{}'), 'shape', '/responses/0/error'],
    [one('"status":200,"error":[{"name":"a b"}]'), 'X1', '/responses/0/error/0/name'],
    [
      one('"status":200,"error":[{"name":"a","attributes":{"<":""}}]'),
      'X1',
      '/responses/0/error/0/attributes/<',
    ],
    [
      one('"status":200,"error":[{"name":"a","children":[1]}]'),
      'shape',
      '/responses/0/error/0/children/0/name',
    ],
    ['{"summary":{"total":1},"responses":[]}', 'shape', '/summary/succeeded'],
    ['{"responses":[],"@nextLink":"/more"}', 'shape', '/@nextLink'],
    ['{"value":[{"key":"1","status":true,"statusCode":409}]}', 'shape', '/value/0/status'],
    ['{"results":[]}', 'shape', ''],
    ['{"results":[],"numErrors":1}', 'shape', '/numErrors'],
    ['{"results":[],"errors":[],"status":"PENDING"}', 'shape', '/status'],
    ['{"results":[],"errors":[{}]}', 'X8', '/errors/0'],
    ['[{"data":1}]', 'X8', '/0'],
    ['[{"error":{"data":{"httpStatus":200}}}]', 'shape', '/0/error'],
  ])('%s: %s at %s', async (text, rule, place) => {
    const fault = await catchFault(text);
    const { pointer, line, column } = fault.place;
    expect({ rule: fault.rule, place: pointer ?? `${line}:${column}` }).toEqual({ rule, place });
  });
});

test('a message quotes little of a document', async () => {
  const fault = await catchFault(respond(`<status>${'x'.repeat(10_000)}</status>`));
  expect(fault.message.length).toBeLessThan(200);
});

async function catchFault(text: string): Promise<DocumentError> {
  const error: unknown = await readMultistatus(text).then(
    () => new Error('was read'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DocumentError);
  expect(isDocumentError(error)).toBe(true);
  return error as DocumentError;
}
